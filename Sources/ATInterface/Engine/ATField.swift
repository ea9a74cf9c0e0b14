/// One parameter of a set command: the test form prints it, and the set form is checked by it.
///
/// - Source: UBX-17003787 R13 §1.1.3; V.250 §5.4.4.2 for the ranges.
public struct ATField: Hashable, Sendable {
    /// What a parameter may be.
    public enum Values: Hashable, Sendable {
        /// Integers; the ranges are shown as they are, `(0-2,5)`.
        case numbers([ClosedRange<Int>])
        /// An integer of 64 bits without a sign.
        case mask
        /// One of some words in quotes.
        case words([String])
        /// So many binary digits in quotes.
        case bits(Int)
        /// A text in quotes with a number of bytes within a range.
        case text(ClosedRange<Int>)
        /// Nothing: its place stays empty.
        case nothing
    }

    /// As the manual calls it, `n`.
    public let name: String
    public let values: Values
    /// Whether it may not be left out.
    public private(set) var isRequired = true
    /// Whether the test form leaves it out.
    public private(set) var isHidden = false
    /// What the command answers to a value that it does not take.
    private(set) var code = ATAssumptions.syntaxError
    /// What the test form shows in the place of a text.
    private var placeholder = ""

    private init(_ name: String, _ values: Values) {
        self.name = name
        self.values = values
    }

    /// Integers within a range, `(0-2)`.
    static func number(_ name: String, _ ranges: ClosedRange<Int>...) -> ATField { ATField(name, .numbers(ranges)) }

    /// Some integers, `(0,1)`.
    static func choice(_ name: String, _ values: [Int]) -> ATField { ATField(name, .numbers(values.map { $0...$0 })) }

    /// 0 or 1, `(0,1)`.
    static func flag(_ name: String) -> ATField { choice(name, [0, 1]) }

    static func mask(_ name: String) -> ATField { ATField(name, .mask) }
    static func words(_ name: String, _ words: [String]) -> ATField { ATField(name, .words(words)) }
    static func bits(_ name: String, _ count: Int) -> ATField { ATField(name, .bits(count)) }

    /// A text; a path or a name is looked at by its command.
    static func text(_ name: String, _ length: ClosedRange<Int> = 0...Int.max, shown: String = "") -> ATField {
        var field = ATField(name, .text(length))
        field.placeholder = shown
        return field
    }

    static func nothing(_ name: String) -> ATField { ATField(name, .nothing).optional }

    /// The same, but it may be left out.
    var optional: ATField { with { $0.isRequired = false } }

    /// The same, but the test form does not speak of it.
    var hidden: ATField { with { $0.isHidden = true } }

    /// The same, but refused with another code.
    func refused(with code: CMECode) -> ATField { with { $0.code = code } }

    private func with(_ change: (inout ATField) -> Void) -> ATField {
        var field = self
        change(&field)
        return field
    }

    /// As the test form shows it: `(0-2,5)`, `("0000"-"1111")`.
    public var shown: String {
        switch values {
        case .numbers(let ranges):
            let texts = ranges.map {
                $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
            }
            return "(\(texts.joined(separator: ",")))"
        case .mask: return "(0-\(UInt64.max))"
        case .words(let words): return "(\(words.map { "\"\($0)\"" }.joined(separator: ",")))"
        case .bits(let count):
            return "(\"\(String(repeating: "0", count: count))\"-\"\(String(repeating: "1", count: count))\")"
        case .text: return placeholder
        case .nothing: return "()"
        }
    }
}
