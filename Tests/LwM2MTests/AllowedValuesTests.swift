import LwM2M
import Testing

/// What the words of definitions allow, in the form of the specification and in others.
struct AllowedValuesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { "\(type.rawValue): \(words)" }
        var words: String
        var type = DataType.integer
        /// As `low..high`, `#` in front for lengths; `?` behind for what is only likely; nil for prose.
        var expected: String?

        init(_ words: String, _ expected: String?, _ type: DataType = .integer) {
            (self.words, self.type, self.expected) = (words, type, expected)
        }
    }

    static let cases = [
        Case("0..100", "0..100"), Case("-24 .. -2", "-24..-2"), Case("-1..1", "-1..1"), Case("0..3, 99", "0..3 99..99"),
        Case("0,1,2", "0..0 1..1 2..2"), Case("0.5..1.5", "0.5..1.5", .float), Case("0.5..1.5", "0.5..1.5?"),
        Case("0..1e3", "0..1e3?", .float), Case("0-255", "0..255?"), Case("-10-10", "-10..10?"),
        Case("1 to 5", "1..5?"),
        Case("100..0", "0..100?"), Case("[1:4]", "1..4?"), Case("-30..-120", "-120..-30?"), Case("1...15", "1..15?"),
        Case("0;3;5..9", "0..0 3..3 5..9?"), Case("0: off 1: on 255: stuck", "0..0 1..1 255..255?"),
        Case("0..1", "0..1?", .boolean), Case("255", nil), Case("", nil), Case("0..", nil), Case("ON;OFF", nil),
        Case("2 Instances", nil), Case("1..64 bytes", nil), Case("<7 to >12.5", nil), Case("nan..inf", nil, .float),
        Case("0..1e999", nil, .float), Case("U,UQ, S", "U UQ S", .string), Case("A1,B2", "A1 B2?", .string),
        Case("0,1,2", "0 1 2?", .string), Case("U,UQ", "U UQ?"), Case("see [OMNA], 5.3", nil, .string),
        Case("1..64 bytes", "#1..64?", .string), Case("1..64 Bytes", "#1..64?", .opaque),
        Case("0..255", "#0..255?", .string),
        Case("16, 32, 48", "#16..16 32..32 48..48?", .opaque), Case("0-8 bits", nil, .string),
        Case(String(repeating: "0,", count: 600) + "0", nil),
    ]

    @Test(arguments: cases) func readsTheWords(_ test: Case) {
        let values = AllowedValues(
            ResourceDefinition(id: 0, name: "Value", operations: .read, type: test.type, rangeEnumeration: test.words))
        #expect(values.map(Self.text) == test.expected)
    }

    private static func text(_ values: AllowedValues) -> String {
        func text(_ all: [AllowedValues.Bounds]) -> String {
            all.map { "\($0.lowText)..\($0.highText)" }.joined(separator: " ")
        }
        let content =
            switch values.content {
            case .numbers(let all): text(all)
            case .lengths(let all): "#" + text(all)
            case .words(let words): words.joined(separator: " ")
            }
        return content + (values.isCertain ? "" : "?")
    }
}
