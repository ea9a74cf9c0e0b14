import LwM2M
import TestSupport
import Testing

/// Inputs of 64 KB that are meant to be costly: four times as long costs about four times as much.
@Suite(.serialized)
struct CostTests {
    struct Hostile: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable (_ size: Int) -> [UInt8]
        let take: @Sendable (_ bytes: [UInt8]) throws -> Void

        init(
            _ testDescription: String, making make: @escaping @Sendable (_ size: Int) -> [UInt8],
            taking take: @escaping @Sendable (_ bytes: [UInt8]) throws -> Void
        ) {
            self.testDescription = testDescription
            self.make = make
            self.take = take
        }
    }

    static func repeated(_ text: String, _ size: Int) -> [UInt8] {
        Array(String(repeating: text, count: size / text.utf8.count).utf8)
    }

    static func listed(_ size: Int, _ item: (Int) -> String, in frame: (String) -> String) -> [UInt8] {
        var items: [String] = []
        var length = 0
        while length < size {
            items.append(item(items.count))
            length += items[items.count - 1].utf8.count + 1
        }
        return Array(frame(items.joined(separator: ",")).utf8)
    }

    /// Entries of TLV without a value, with ids of two bytes and their own.
    static func entries(_ size: Int, _ head: [UInt8]) -> [UInt8] {
        (0..<size / 3).flatMap { head + [UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] }
    }

    static func readJSON(_ bytes: [UInt8]) throws { _ = try WritePayload(json: bytes, at: Path(33000)) }

    static func readTLV(_ bytes: [UInt8]) throws { _ = try WritePayload(tlv: bytes, at: Path(33000)) }

    static func readLinks(_ bytes: [UInt8]) throws { _ = try LinkFormat.links(of: bytes) }

    static let inputs: [Hostile] = [
        Hostile("many Resources", making: { entries($0, [0xE0]) }, taking: readTLV),
        Hostile("many empty instances", making: { entries($0, [0x20]) }, taking: readTLV),
        Hostile(
            "many Resource Instances", making: { entries($0, [0x60]) },
            taking: { _ = try WritePayload(tlv: $0, at: Path(33000, 0, 8)) }),
        Hostile(
            "many entries of JSON",
            making: { listed($0, { #"{"n":"\#($0)/1","v":1}"# }, in: { #"{"bn":"/33000/","e":[\#($0)]}"# }) },
            taking: readJSON),
        Hostile(
            "many Resource Instances in JSON",
            making: { listed($0, { #"{"n":"\#($0)","v":1}"# }, in: { #"{"bn":"/33000/0/8","e":[\#($0)]}"# }) },
            taking: readJSON),
        Hostile(
            "a long base name and many entries",
            making: { size in
                let base = "/33000/" + String(repeating: "/", count: size / 2)
                return listed(size / 2, { #"{"n":"\#($0)/1","v":1}"# }, in: { #"{"bn":"\#(base)","e":[\#($0)]}"# })
            }, taking: readJSON),
        Hostile(
            "many unknown members",
            making: { listed($0, { #""x\#($0)":[{}]"# }, in: { "{\($0),\"e\":[]}" }) }, taking: readJSON),
        Hostile(
            "one long text of escapes",
            making: { Array(#"{"e":[],"x":""#.utf8) + repeated("\\u00fc", $0) + Array("\"}".utf8) }, taking: readJSON),
        Hostile(
            "one long number",
            making: { Array(#"{"e":[{"n":"0/1","v":"#.utf8) + repeated("9", $0) + Array("}]}".utf8) },
            taking: { bytes in
                let payload = try WritePayload(json: bytes, at: Path(33000))
                let definition = ResourceDefinition(id: 1, name: "", operations: .read, type: .integer)
                #expect(throws: LwM2MError.self) { try payload.instances[0].resources[0].typed(by: definition) }
            }),
        Hostile(
            "a long Float", making: { repeated("1", $0) },
            taking: { _ = try? ResourceValue(plainText: String(decoding: $0, as: UTF8.self), as: .float) }),
        Hostile(
            "long Base64", making: { repeated("AAAA", $0) },
            taking: { _ = try ResourceValue(plainText: String(decoding: $0, as: UTF8.self), as: .opaque) }),
        Hostile("many links", making: { listed($0, { "</33000/\($0)>;dim=1" }, in: { $0 }) }, taking: readLinks),
        Hostile(
            "one link with many parameters", making: { Array("<a>".utf8) + repeated(";a=\"b\"", $0) },
            taking: readLinks),
        Hostile(
            "many starts of a link", making: { repeated("<", $0) },
            taking: { bytes in #expect(throws: LwM2MError.self) { try readLinks(bytes) } }),
    ]

    @Test(arguments: inputs) func growsWithTheLength(_ input: Hostile) throws {
        let (small, large) = (input.make(16_384), input.make(65_536))
        let (first, second) = (
            try ProcessorTime.least { try input.take(small) }, try ProcessorTime.least { try input.take(large) }
        )
        // Quadratic cost is sixteen times as much.
        #expect(second < first * 10 + 0.005, "\(first) s, \(second) s")
    }

    @Test(arguments: ["[", "{\"x\":", "[[[[{\"a\":"]) func deepNestingIsRefused(_ opening: String) {
        let text = "{\"e\":[],\"x\":" + String(repeating: opening, count: 10_000)
        let refusal = #expect(throws: LwM2MError.self) {
            try LwM2MJSONDecoder.entries(of: Array(text.utf8), at: .root)
        }
        #expect(refusal?.code == .badRequest && refusal?.message.hasSuffix("it is nested too deeply") == true)
    }
}
