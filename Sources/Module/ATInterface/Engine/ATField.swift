/// One parameter of a set command: the test form prints it, and the set form is checked against it.
///
/// - Source: UBX-17003787 R13 §1.1.3; V.250 §5.4.4.2 for the ranges.
package struct ATField: Hashable, Sendable {
    /// The values that a parameter may have.
    package enum Values: Hashable, Sendable {
        /// Integers; the ranges are shown as given, `(0-2,5)`.
        case numbers([ClosedRange<Int>])
        /// An unsigned 64-bit integer.
        case mask
        /// One of several words in quotes.
        case words([String])
        /// This many binary digits in quotes.
        case bits(Int)
        /// A text in quotes whose number of bytes is within a range.
        case text(ClosedRange<Int>)
        /// Nothing: its place stays empty.
        case nothing
    }

    /// The name in the manual, `n`.
    package let name: String
    /// The values it accepts.
    package let values: Values
    /// Whether it is mandatory.
    package private(set) var isRequired = true
    /// Whether the test form omits it.
    package private(set) var isHidden = false
    /// The error code for a value that it does not accept.
    private(set) var code = ATAssumptions.syntaxError
    /// What the test form shows in place of a text.
    private var placeholder = ""

    private init(_ name: String, _ values: Values) {
        self.name = name
        self.values = values
    }

    /// Integers within a range, `(0-2)`.
    static func number(_ name: String, _ ranges: ClosedRange<Int>...) -> ATField { ATField(name, .numbers(ranges)) }

    /// One of several integers, `(0,1)`.
    static func choice(_ name: String, _ values: [Int]) -> ATField { ATField(name, .numbers(values.map { $0...$0 })) }

    /// 0 or 1, `(0,1)`.
    static func flag(_ name: String) -> ATField { choice(name, [0, 1]) }

    static func mask(_ name: String) -> ATField { ATField(name, .mask) }
    static func words(_ name: String, _ words: [String]) -> ATField { ATField(name, .words(words)) }
    static func bits(_ name: String, _ count: Int) -> ATField { ATField(name, .bits(count)) }

    /// A text; the command itself checks a path or a name.
    static func text(_ name: String, _ length: ClosedRange<Int> = 0...Int.max, shown: String = "") -> ATField {
        var field = ATField(name, .text(length))
        field.placeholder = shown
        return field
    }

    static func nothing(_ name: String) -> ATField { ATField(name, .nothing).optional }

    /// The same, but it may be left out.
    var optional: ATField { with { $0.isRequired = false } }

    /// The same, but the test form does not mention it.
    var hidden: ATField { with { $0.isHidden = true } }

    /// The same, but refused with a different code.
    func refused(with code: CMECode) -> ATField { with { $0.code = code } }

    private func with(_ change: (inout ATField) -> Void) -> ATField {
        var field = self
        change(&field)
        return field
    }

    /// As the test form shows it: `(0-2,5)`, `("0000"-"1111")`.
    package var shown: String {
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

extension ATField {
    /// - throws: if the parameter at a position is not what the field accepts.
    func check(_ parameters: ATParameters, at index: Int) throws(ATError) {
        do throws(ATError) {
            try checkValue(parameters, index)
        } catch {
            throw ATError(code, error.message, column: error.column)
        }
    }

    private func checkValue(_ parameters: ATParameters, _ index: Int) throws(ATError) {
        guard index < parameters.count, parameters.list[index].value != .omitted else {
            guard isRequired else { return }
            throw .syntax(
                "<\(name)> is missing", column: index < parameters.count ? parameters.list[index].column : nil)
        }
        let column = parameters.list[index].column
        switch values {
        case .numbers(let ranges):
            if ranges.count == 1 {
                _ = try parameters.integer(index, name, in: ranges[0])
                return
            }
            let value = try parameters.integer(index, name)
            guard ranges.contains(where: { $0.contains(value) }) else {
                throw .syntax("<\(name)> is \(value), not one of \(shown.dropFirst().dropLast())", column: column)
            }
        case .mask:
            guard case .number(let text) = parameters.list[index].value, UInt64(text) != nil else {
                throw .syntax("<\(name)> '\(parameters.list[index].text)' is not a number of 64 bits", column: column)
            }
        case .words(let words):
            let text = try parameters.string(index, name)
            guard words.contains(text.uppercased()) || words.contains(text) else {
                throw .syntax("<\(name)> '\(text)' is not one of \(words.joined(separator: ", "))", column: column)
            }
        case .bits(let count):
            let text = try parameters.string(index, name)
            guard text.utf8.count == count, text.utf8.allSatisfy({ $0 == 48 || $0 == 49 }) else {
                throw .syntax("<\(name)> '\(text)' is not \(count) binary digits", column: column)
            }
        case .text(let length):
            let bytes = try parameters.bytes(index, name)
            guard length.contains(bytes.count) else {
                throw .syntax(
                    "<\(name)> has \(bytes.count) bytes, not \(length.lowerBound) to \(length.upperBound)",
                    column: column)
            }
        case .nothing: throw .syntax("<\(name)> is not taken here", column: column)
        }
    }
}

/// The parameters of a set command, in one place for both its test form and the check of what is typed.
///
/// Dependencies between parameters are checked by the command itself.
package struct ATSyntax: Sendable {
    private let make: @Sendable (ATModule, Int?) -> [ATField]
    /// Whether the test form prints the ranges; otherwise it answers `OK` alone.
    let isShown: Bool

    /// Parameters that are the same on all products.
    init(_ fields: ATField...) {
        make = { _, _ in fields }
        isShown = true
    }

    private init(isShown: Bool, _ make: @escaping @Sendable (ATModule, Int?) -> [ATField]) {
        self.make = make
        self.isShown = isShown
    }

    /// Parameters that depend on the module.
    static func of(_ make: @escaping @Sendable (ATModule) -> [ATField]) -> ATSyntax {
        ATSyntax(isShown: true) { module, _ in make(module) }
    }

    /// Parameters of a command whose test form answers `OK` alone.
    static func unshown(_ fields: ATField...) -> ATSyntax { ATSyntax(isShown: false) { _, _ in fields } }

    /// The same, for a command in which the meaning depends on how many parameters there are.
    ///
    /// - Parameter make: receives the number of parameters that were typed; nil for the longest form.
    static func unshown(_ make: @escaping @Sendable (ATModule, Int?) -> [ATField]) -> ATSyntax {
        ATSyntax(isShown: false, make)
    }

    /// The parameters on a given module.
    ///
    /// - Parameter count: how many were typed; nil for the longest form.
    package func fields(on module: ATModule, count: Int? = nil) -> [ATField] { make(module, count) }

    /// What the test form prints after the name.
    func shown(on module: ATModule) -> String {
        fields(on: module).filter { !$0.isHidden }.map(\.shown).joined(separator: ",")
    }

    /// - throws: for the first parameter that is wrong, missing, or too many.
    func check(_ parameters: ATParameters, on module: ATModule) throws(ATError) {
        let fields = fields(on: module, count: parameters.count)
        let least = (fields.lastIndex(where: \.isRequired) ?? -1) + 1
        try parameters.expect(least...max(least, fields.count))
        for (index, field) in fields.enumerated() { try field.check(parameters, at: index) }
    }
}
