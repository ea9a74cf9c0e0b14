import LwM2M
import LwM2MServer
import Testing

struct ClientContentTests {
    static let lamp = ObjectDefinition(
        id: 30000, name: "Lamp", urn: "urn:oma:lwm2m:x:30000", isMultiple: true, isMandatory: false,
        resources: [
            ResourceDefinition(
                id: 1, name: "On", operations: [.read], isMultiple: false, isMandatory: true, type: .boolean),
            ResourceDefinition(
                id: 2, name: "Level", operations: [.read], isMultiple: true, isMandatory: true, type: .integer),
        ])

    static func values(
        _ payload: [UInt8], _ format: ContentFormat, _ path: String, isKnown: Bool = true
    ) throws -> [ReadValue] {
        try ClientContent.values(in: payload, as: format, at: try Path(parsing: path)) { id in
            isKnown && id == 30000 ? lamp : nil
        }
    }

    @Test func readsEveryFormat() throws {
        let (on, level) = (Path(30000, 0, 1), Path(30000, 0, 2))
        #expect(
            try Self.values([0x31], .text, "/30000/0/1") == [ReadValue(path: on, value: .boolean(true), isTyped: true)])
        #expect(
            try Self.values([0x31], .text, "/30000/0/1", isKnown: false)
                == [ReadValue(path: on, value: .string("1"), isTyped: false)])
        let tlv: [UInt8] = [0x08, 0x00, 0x08, 0xC1, 1, 1, 0x83, 2, 0x41, 7, 5]
        let expected = [
            ReadValue(path: on, value: .boolean(true), isTyped: true),
            ReadValue(path: level.appending(7), value: .integer(5), isTyped: true),
        ]
        #expect(try Self.values(tlv, .tlv, "/30000") == expected)
        let json = Array(#"{"bn":"/30000/0/","e":[{"n":"1","bv":true},{"n":"2/7","v":5}]}"#.utf8)
        #expect(try Self.values(json, .json, "/30000/0") == expected)
        #expect(
            try Self.values([0x80, 2], .tlv, "/30000/0/2") == [ReadValue(path: level, value: nil, isTyped: true)])
        #expect(try Self.values(Array("{\"e\":[]}".utf8), .json, "/30000").isEmpty)
    }

    @Test func guessesWhatNobodyDefined() throws {
        let tlv: [UInt8] = [0xC3, 0, 0x61, 0x62, 0x63, 0xC1, 1, 0x61, 0xC3, 2, 0, 1, 2, 0xC0, 3]
        #expect(
            try Self.values(tlv, .tlv, "/9/0").map(\.value)
                == [.string("abc"), .integer(0x61), .opaque([0, 1, 2]), .string("")])
    }

    static let bad: [(String, [UInt8], ContentFormat, String)] = [
        ("cut off", [0xC1, 1], .tlv, "/30000/0"), ("other type", [0x32], .text, "/30000/0/1"),
        ("no JSON", [0x7B], .json, "/30000/0"), ("no UTF-8", [0xFF], .text, "/9/0/1"),
        ("links", [], .linkFormat, "/3/0"), ("text of an instance", [0x78], .text, "/3/0"),
        ("bytes of an Object", [0x78], .opaque, "/3"),
        ("bare Resources of an Object", [0xC1, 1, 1], .tlv, "/30000"),
    ]
    @Test(arguments: bad) func refuses(_ name: String, _ payload: [UInt8], _ format: ContentFormat, _ path: String) {
        #expect(throws: LwM2MError.self) { try Self.values(payload, format, path) }
    }
}
