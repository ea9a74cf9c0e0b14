import Dissection
import LwM2M
import Randomness
import Testing

struct DissectorTests {
    /// A Device with a text and a number, and an Object with a Resource that may have instances.
    private static let definitions: [ObjectID: ObjectDefinition] = [
        3: ObjectDefinition(
            id: 3, name: "Device", isMultiple: false, isMandatory: true,
            resources: [
                ResourceDefinition(id: 0, name: "Manufacturer", operations: .read, type: .string),
                ResourceDefinition(id: 6, name: "Power Sources", operations: .read, isMultiple: true, type: .integer),
                ResourceDefinition(id: 9, name: "Battery Level", operations: .read, type: .integer),
                ResourceDefinition(id: 300, name: "Far", operations: .read, type: .objectLink),
            ])
    ]

    static func dissector(_ path: String) throws -> Dissector {
        Dissector(at: try Path(parsing: path)) { definitions[$0] }
    }

    struct Tree: Sendable, CustomTestStringConvertible {
        let testDescription, path: String
        let bytes: [UInt8]
        let tree: String
    }

    static let trees = [
        Tree(
            testDescription: "Resources of an instance", path: "/3/0", bytes: [0xC2, 0, 0x68, 0x69, 0xC1, 9, 85],
            tree: """
                0 +4  Resource /3/0/0 Manufacturer: "hi" (String)
                4 +3  Resource /3/0/9 Battery Level: 85 (Integer)

                """),
        Tree(
            testDescription: "an instance with a multiple Resource", path: "/3",
            bytes: [0x08, 0, 8, 0x86, 6, 0x41, 0, 1, 0x41, 1, 5],
            tree: """
                0 +11  Object Instance /3/0
                3 +8     Multiple Resource /3/0/6 Power Sources
                5 +3       Resource Instance /3/0/6/0: 1 (Integer)
                8 +3       Resource Instance /3/0/6/1: 5 (Integer)

                """),
        Tree(
            testDescription: "an id and a length of more bytes", path: "/3/0",
            bytes: [0xE8, 0x01, 0x2C, 4, 0, 3, 0, 0],
            tree: "0 +8  Resource /3/0/300 Far: 3:0 (Objlnk)\n"),
        Tree(
            testDescription: "the path of the entry itself", path: "/3/0/9", bytes: [0xC1, 9, 85],
            tree: "0 +3  Resource /3/0/9 Battery Level: 85 (Integer)\n"),
        Tree(
            testDescription: "what is not a value of its type", path: "/3/0", bytes: [0xC3, 9, 1, 2, 3],
            tree:
                "0 +5  Resource /3/0/9 Battery Level: 01 02 03  ! 3 bytes are not a valid Integer: it takes 1, 2, 4 or 8\n"
        ),
        Tree(
            testDescription: "an Object that nobody knows", path: "/9/0", bytes: [0xC4, 1, 0x41, 0xAC, 0, 0],
            tree: "0 +6  Resource /9/0/1: 41 ac 00 00 (Integer 1101791232, Float 21.5, Objlnk 16812:0)\n"),
        Tree(
            testDescription: "nobody says of which Object", path: "/", bytes: [0xC2, 0, 0x68, 0x69],
            tree: "0 +4  Resource 0: 68 69 (\"hi\", Integer 26729)\n"),
        Tree(testDescription: "nothing", path: "/3/0", bytes: [], tree: ""),
    ]
    @Test(arguments: trees) func takesTLVApart(_ tree: Tree) throws {
        #expect(Part.tree(of: try Self.dissector(tree.path).parts(ofTLV: tree.bytes)) == tree.tree)
    }

    static let texts: [(String, String, String)] = [
        (
            #"{"bn":"/3/0/","e":[{"n":"0","sv":"u\u001bx"},{"n":"6/0","v":1},{"n":"77","v":1.5}]}"#, "json",
            #"""
            Entry /3/0/0 Manufacturer: "u\x1bx" (String)
            Entry /3/0/6/0 Power Sources: 1 (Integer)
            Entry /3/0/77: 1.5 (Float)

            """#
        ),
        (
            #"{"bn":"/3/0/","e":[{"n":"9","sv":"full"}]}"#, "json",
            "Entry /3/0/9 Battery Level: full  ! \"sv\":\"full\" is not a valid Integer\n"
        ),
        (
            #"</lwm2m>;rt="oma.lwm2m";ct=11543,</3/0>,</3/0/9>;pmin=5"#, "link",
            """
            Link: /lwm2m
              rt: oma.lwm2m
              ct: 11543
            Link /3/0
            Link /3/0/9 Battery Level
              pmin: 5

            """
        ),
    ]
    @Test(arguments: texts) func takesTextsApart(_ text: String, _ format: String, _ tree: String) throws {
        let dissector = try Self.dissector("/")
        let bytes = Array(text.utf8)
        let parts = try format == "json" ? dissector.parts(ofJSON: bytes) : dissector.parts(ofLinks: bytes)
        #expect(Part.tree(of: parts) == tree)
    }

    /// A response with a payload in TLV, whose places are those of the whole message.
    @Test func takesAMessageApart() throws {
        let message: [UInt8] =
            [0x62, 0x45, 0x12, 0x34, 0xAA, 0xBB, 0x61, 0x2A, 0x62, 0x2D, 0x16, 0xB1, 0x06]
            + [0xFF, 0xC2, 0, 0x68, 0x69]
        #expect(
            Part.tree(of: try Self.dissector("/3/0").parts(ofMessage: message)) == """
                 0 +4  Message: ACK 2.05 Content, id 4660
                 4 +2  Token: aabb
                 6 +2  Observe (6): 42
                 8 +3  Content-Format (12): 11542 tlv
                11 +2  Block2 (23): block 0 of 1024 bytes, the last
                14 +4  Payload, tlv
                14 +4    Resource /3/0/0 Manufacturer: "hi" (String)

                """)
    }

    static let faults: [([UInt8], String)] = [
        ([0x40], "CoAP at byte 0: 1 bytes are not a message: the header has 4"),
        ([0x80, 1, 0, 1], "CoAP at byte 0: version 2 is not known, only 1 is"),
        ([0x44, 1, 0, 1, 1], "CoAP at byte 4: the token is cut off"),
        ([0x40, 1, 0, 1, 0xB1, 0x33, 0x05, 1], "CoAP at byte 6: option 11 runs past the end"),
        ([0x40, 1, 0, 1, 0xB1, 0x33, 0xFF], "CoAP at byte 6: a payload marker without a payload"),
        ([0x40, 1, 0, 1, 0xB1, 0x33, 0xD1], "CoAP at byte 6: an option is cut off"),
        ([0x40, 1, 0, 1, 0xF0], "CoAP at byte 4: an option with the reserved delta or length 15"),
    ]
    @Test(arguments: faults) func saysWhereAMessageIsWrong(_ bytes: [UInt8], _ message: String) throws {
        let fault = #expect(throws: MessageFault.self) { try Self.dissector("/").parts(ofMessage: bytes) }
        #expect(fault?.message == message)
    }

    /// A payload that is wrong is a problem of its part, and the message is shown.
    @Test func keepsTheMessageOfABadPayload() throws {
        let parts = try Self.dissector("/3/0").parts(ofMessage: [0x50, 0x45, 0, 1, 0xC2, 0x2D, 0x16, 0xFF, 0xC8])
        #expect(parts.contains { $0.hasProblem })
        #expect(
            Part.tree(of: parts).hasSuffix("8 +1  Payload, tlv: c8 (Integer -56)  ! TLV at byte 0: the id is cut off\n")
        )
    }

    /// Whatever comes in, words come out, and every place lies within the input.
    @Test func survivesEverything() throws {
        var random = SeededSequence(seed: 15)
        let seeds: [[UInt8]] =
            Self.trees.map(\.bytes) + Self.texts.map { Array($0.0.utf8) } + Self.faults.map(\.0) + CaptureTests.files
        for _ in 0..<2000 {
            var bytes = seeds.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert([0, 0x7F, 0xFF].randomElement(using: &random) ?? 0, at: place)
                default: bytes = Array(bytes.prefix(place))
                }
            }
            let dissector = try Self.dissector(
                ["/", "/3", "/3/0", "/3/0/9", "/3/0/6/1"].randomElement(using: &random) ?? "/")
            let all = [
                try? dissector.parts(ofTLV: bytes), try? dissector.parts(ofJSON: bytes),
                try? dissector.parts(ofLinks: bytes), try? dissector.parts(ofMessage: bytes),
            ]
            for parts in all.compactMap({ $0 }) { #expect(Part.tree(of: parts).utf8.allSatisfy { $0 != 0x1B }) }
            if let capture = try? CaptureReader(bytes) {
                var conversation = Conversation { _ in nil }
                for datagram in capture.datagrams { #expect(!conversation.take(datagram).text.isEmpty) }
            }
        }
    }
}
