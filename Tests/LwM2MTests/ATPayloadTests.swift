import LwM2M
import Testing

/// The JSON of `+ULWM2MREAD`, `+ULWM2MWRITE` and `+ULWM2MCREATE`.
///
/// - Source: UBX-18068860 R09 §4.5, §5.3.
struct ATPayloadTests {
    struct Answer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let path: Path
        let node: Node
        let text: String
    }

    static func single(_ id: UInt16, _ value: ResourceValue) -> Resource { Resource(id: id, value: value) }

    static func multiple(_ id: UInt16, _ values: [(UInt16, ResourceValue)]) -> Resource {
        Resource(id: id, content: .multiple(values.map { ResourceInstance(id: $0.0, value: $0.1) }))
    }

    static let answers: [Answer] = [
        Answer(
            testDescription: "a single Resource is named twice", path: Path(3300, 0, 5601),
            node: .resource(single(5601, .float(0))), text: #"{"bn":"/3300/0/5601/","e":[{"n":"5601","v":0}]}"#),
        Answer(
            testDescription: "an instance", path: Path(16, 0),
            node: .instance(
                ObjectInstance(
                    id: 0,
                    resources: [multiple(0, [(1, .string("test2")), (0, .string("test"))]), single(3, .integer(0))])),
            text: #"{"bn":"/16/0/","e":[{"n":"0/1","sv":"test2"},{"n":"0/0","sv":"test"},{"n":"3","v":0}]}"#),
        Answer(
            testDescription: "an instance with nothing but one multiple Resource", path: Path(33056, 0),
            node: .instance(ObjectInstance(id: 0, resources: [multiple(1, [(1, .integer(0))])])),
            text: #"{"bn":"/33056/0/1/","e":[{"n":"1","v":0}]}"#),
        Answer(
            testDescription: "an Object with one instance", path: Path(3),
            node: .object(3, [ObjectInstance(id: 0, resources: [single(0, .string("A")), single(14, .string(""))])]),
            text: #"{"bn":"/3/0/","e":[{"n":"0","sv":"A"},{"n":"14","sv":""}]}"#),
        Answer(
            testDescription: "an Object with two instances", path: Path(1),
            node: .object(
                1,
                [
                    ObjectInstance(id: 0, resources: [single(6, .boolean(false))]),
                    ObjectInstance(id: 2, resources: [single(10, .objectLink(ObjectLink(object: 11, instance: 0)))]),
                ]),
            text: #"{"bn":"/1/","e":[{"n":"0/6","bv":false},{"n":"2/10","ov":"11:0"}]}"#),
        Answer(
            testDescription: "an empty instance", path: Path(7, 0),
            node: .instance(ObjectInstance(id: 0, resources: [])), text: #"{"bn":"/7/0/","e":[]}"#),
        Answer(
            testDescription: "bytes, and texts as they are", path: Path(0, 2),
            node: .instance(
                ObjectInstance(
                    id: 2, resources: [single(5, .opaque([0xAB, 0xCD, 0xEF])), single(0, .string(#"a"b"#))])),
            text: #"{"bn":"/0/2/","e":[{"n":"5","sv":"q83v"},{"n":"0","sv":"a"b"}]}"#),
    ]

    @Test(arguments: answers) func reads(_ answer: Answer) throws {
        #expect(try ATReadEncoder().text(of: answer.node, at: answer.path) == answer.text)
    }

    static let floats: [(Double, String)] = [
        (100.5, "100.5"), (100, "100"), (-0.25, "-0.25"), (0.1, "0.1"), (22.4, "22.4"), (-43.5723, "-43.5723"),
        (1e-9, "0"), (-1e-9, "0"), (0.99999999, "1"), (-1.99999999, "-2"), (3.0625, "3.0625"),
    ]
    @Test(arguments: floats) func writesFloats(_ number: Double, _ text: String) throws {
        let node = Node.resource(Self.single(1, .float(number)))
        #expect(
            try ATReadEncoder().text(of: node, at: Path(9, 0, 1)) == #"{"bn":"/9/0/1/","e":[{"n":"1","v":\#(text)}]}"#)
    }

    @Test func refusesWhatIsTooLongOrTooLarge() throws {
        let long = Node.resource(Self.single(1, .string(String(repeating: "x", count: 1000))))
        let tooLong = #expect(throws: LwM2MError.self) { try ATReadEncoder().text(of: long, at: Path(9, 0, 1)) }
        #expect(tooLong?.description == "4.13: /9/0/1 takes 1040 bytes, and an answer has 1024")
        let large = Node.resource(Self.single(1, .float(1e19)))
        #expect(throws: LwM2MError.self) { try ATReadEncoder().text(of: large, at: Path(9, 0, 1)) }
    }

    static let definition = ObjectDefinition(
        id: 1, name: "", isMultiple: true, isMandatory: false,
        resources: [
            ResourceDefinition(id: 0, name: "", operations: .read, type: .integer),
            ResourceDefinition(id: 1, name: "", operations: .read, type: .float),
            ResourceDefinition(id: 2, name: "", operations: .read, isMultiple: true, type: .integer),
            ResourceDefinition(id: 6, name: "", operations: .read, type: .boolean),
            ResourceDefinition(id: 7, name: "", operations: .read, type: .string),
            ResourceDefinition(id: 9, name: "", operations: .read, type: .opaque),
        ])

    static let writings: [(String, [Resource])] = [
        (
            #"{"bn": "1/2/", "e": [{"n": "0", "v": 123}, {"n": "6", "bv": false}, {"n": "7", "sv": "UQ"}]}"#,
            [single(0, .integer(123)), single(6, .boolean(false)), single(7, .string("UQ"))]
        ),
        (
            #"{"bn":"/1/2","e":[{"n":"0","sv":"25"},{"n":"1","sv":"25.5"},{"n":"6","v":1},{"n":"7","v":25}]}"#,
            [single(0, .integer(25)), single(1, .float(25.5)), single(6, .boolean(true)), single(7, .string("25"))]
        ),
        (#"{"bn":"1/2/2","e":[{"n":"123","v":15}]}"#, [multiple(2, [(123, .integer(15))])]),
        (#"{"e":[{"sv":"q83v","t":5}],"bn":"/1/2/9","bt":1}"#, [single(9, .opaque([0xAB, 0xCD, 0xEF]))]),
    ]
    @Test(arguments: writings) func writes(_ text: String, _ resources: [Resource]) throws {
        let payload = try ATWritePayload(parsing: text)
        #expect(payload.path == Path(1, 2))
        #expect(try payload.typed(by: Self.definition) == resources)
    }

    @Test(arguments: [
        #"{"bn":"/1/2/","e":[]}"#, #"{"bn":"/1/2/","x":1,"e":[{"n":"0","v":1}]}"#,
        #"{"bn":"/1/2/","e":[{"n":"0","v":1,"u":"s"}]}"#, #"{"bn":"/1/","e":[{"n":"2/0","v":1},{"n":"3/0","v":1}]}"#,
        #"{"bn":"/1/2/","e":[{"n":"0","v":1}]"#, #"{"bn":"/1/2/","e":[{n":"0","v":1}]}"#,
        #"{"bn":"/1/2/","e":[{"n":"0","v":1}]]"#, #"{"bn":"/1/2/","e":[{"n":"0","bv":true}]}"#,
        #"{"bn":"/1/2/","e":[{"n":"9","sv":"q8"}]}"#, #"{"bn":"/1/2/","e":[{"n":"2","v":1}]}"#,
    ]) func refuses(_ text: String) {
        let refusal = #expect(throws: LwM2MError.self) {
            _ = try ATWritePayload(parsing: text).typed(by: Self.definition)
        }
        #expect(refusal?.code == .badRequest)
    }

    @Test func refusesAResourceThatIsNotDefined() throws {
        let payload = try ATWritePayload(parsing: #"{"bn":"/1/2/","e":[{"n":"77","v":1}]}"#)
        let refusal = #expect(throws: LwM2MError.self) { try payload.typed(by: Self.definition) }
        #expect(refusal?.description == "4.04: /1/2/77 is not defined")
    }
}
