/// The parameters of one command, accessed by position.
///
/// A parameter that a command does not accept is refused with a message that names it and its column.
struct ATParameters: Hashable, Sendable {
    /// In the order in which they were typed.
    var list: [ATParameter]

    init(_ list: [ATParameter] = []) { self.list = list }

    /// How many there are, including those left out between commas.
    var count: Int { list.count }

    /// - throws: if there are fewer or more parameters.
    func expect(_ counts: ClosedRange<Int>) throws(ATError) {
        guard count > counts.upperBound else {
            guard count < counts.lowerBound else { return }
            let column = list.last.map { $0.column }
            throw .syntax("has \(Self.number(count)), needs at least \(counts.lowerBound)", column: column)
        }
        throw .syntax(
            "has \(Self.number(count)), takes at most \(counts.upperBound)", column: list[counts.upperBound].column)
    }

    private static func number(_ count: Int) -> String { "\(count) parameter\(count == 1 ? "" : "s")" }

    /// A mandatory integer.
    ///
    /// - throws: if it is missing, not a 64-bit integer, or out of range.
    func integer(
        _ index: Int, _ name: String, in range: ClosedRange<Int> = Int.min...Int.max
    ) throws(ATError) -> Int {
        guard let value = try integerIfGiven(index, name, in: range) else {
            throw .syntax("<\(name)> is missing", column: index < list.count ? list[index].column : nil)
        }
        return value
    }

    /// An integer; nil if it is left out.
    ///
    /// - throws: if it is not a 64-bit integer, or out of range.
    func integerIfGiven(
        _ index: Int, _ name: String, in range: ClosedRange<Int> = Int.min...Int.max
    ) throws(ATError) -> Int? {
        guard index < list.count else { return nil }
        let parameter = list[index]
        switch parameter.value {
        case .omitted: return nil
        case .number(let text):
            guard let value = Int(text), range.contains(value) else {
                let bounds = range == Int.min...Int.max ? "64 bits" : "\(range.lowerBound) to \(range.upperBound)"
                throw .syntax("<\(name)> is \(Self.shortened(text)), not within \(bounds)", column: parameter.column)
            }
            return value
        case .string, .word:
            throw .syntax("<\(name)> is not a number", column: parameter.column)
        }
    }

    /// One of several integers; nil if it is left out.
    func choice(_ index: Int, _ name: String, of values: [Int]) throws(ATError) -> Int? {
        guard let value = try integerIfGiven(index, name) else { return nil }
        guard values.contains(value) else {
            let words = values.map(String.init).joined(separator: ", ")
            throw .syntax("<\(name)> is \(value), not one of \(words)", column: list[index].column)
        }
        return value
    }

    /// The bytes of a mandatory quoted string.
    ///
    /// - throws: if it is missing or has no quotes.
    func bytes(_ index: Int, _ name: String) throws(ATError) -> [UInt8] {
        guard let bytes = try bytesIfGiven(index, name) else {
            throw .syntax("<\(name)> is missing", column: index < list.count ? list[index].column : nil)
        }
        return bytes
    }

    /// The bytes of a quoted string; nil if it is left out.
    func bytesIfGiven(_ index: Int, _ name: String) throws(ATError) -> [UInt8]? {
        guard index < list.count else { return nil }
        switch list[index].value {
        case .omitted: return nil
        case .string(let bytes): return bytes
        case .number, .word: throw .syntax("<\(name)> is not in quotes", column: list[index].column)
        }
    }

    /// A mandatory quoted string of UTF-8 without NUL.
    func string(_ index: Int, _ name: String) throws(ATError) -> String {
        try text(try bytes(index, name), index, name)
    }

    /// A quoted string; nil if it is left out.
    func stringIfGiven(_ index: Int, _ name: String) throws(ATError) -> String? {
        guard let bytes = try bytesIfGiven(index, name) else { return nil }
        return try text(bytes, index, name)
    }

    private func text(_ bytes: [UInt8], _ index: Int, _ name: String) throws(ATError) -> String {
        if let zero = bytes.firstIndex(where: { $0 == 0 || $0 == 21 }) {
            throw .syntax("<\(name)> holds a control character", column: list[index].column(of: zero))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .syntax("<\(name)> is not UTF-8", column: list[index].column)
        }
        return text
    }

    /// Digits for a message, shortened if there are many.
    private static func shortened(_ digits: String) -> String {
        digits.utf8.count <= 24 ? digits : "\(digits.prefix(21))..."
    }
}

/// One parameter of a command or of an answer as it stands in the line.
package struct ATParameter: Hashable, Sendable {
    /// What it is.
    package enum Value: Hashable, Sendable {
        /// Nothing between two commas.
        case omitted
        /// Digits of any length, possibly with a sign.
        case number(String)
        /// The characters between the quotes, with `\"` and `\\` unescaped.
        case string([UInt8])
        /// Anything else; no command accepts it.
        case word(String)
    }

    /// What was typed.
    package var value: Value
    /// Where it begins in the line, from 1; for a string, the column of its opening quote.
    package var column: Int
    /// For a string, the positions in it that were preceded by a backslash, not counting the backslashes.
    var escapes: [Int] = []

    /// The column of a byte in a string.
    ///
    /// - Parameter index: from 0; one past the end for the closing quote.
    func column(of index: Int) -> Int {
        column + 1 + index + escapes.prefix { $0 < index }.count
    }
}

/// Reads the parameters of a command: numbers and quoted strings between commas.
///
/// - Source: UBX-17003787 R13 §1.1.3, §1.1.5; UBX-18068860 R09 §5.1 (`\"` within a string).
struct ATParameterReader {
    private let line: ArraySlice<UInt8>
    private var position: Int

    /// - Parameter text: a slice of a line, whose indices count from the start of that line.
    init(_ text: ArraySlice<UInt8>) {
        line = text
        position = text.startIndex
    }

    /// - throws: for anything that the grammar does not allow, with its column.
    mutating func parameters() throws(ATError) -> [ATParameter] {
        var parameters: [ATParameter] = []
        while true {
            skipBlanks()
            parameters.append(try parameter())
            skipBlanks()
            if position == line.endIndex { return parameters }
            guard line[position] == UInt8(ascii: ",") else {
                throw .syntax("a comma is missing", column: position + 1)
            }
            position += 1
        }
    }

    private mutating func parameter() throws(ATError) -> ATParameter {
        let start = position
        guard position < line.endIndex, line[position] != UInt8(ascii: ",") else {
            return ATParameter(value: .omitted, column: start + 1)
        }
        if line[position] == UInt8(ascii: "\"") { return try string() }
        while position < line.endIndex, line[position] != UInt8(ascii: ","), line[position] != UInt8(ascii: "\"") {
            position += 1
        }
        let text = Self.withoutBlanks(line[start..<position])
        return ATParameter(value: Self.isNumber(text) ? .number(text) : .word(text), column: start + 1)
    }

    private mutating func string() throws(ATError) -> ATParameter {
        let start = position
        var bytes: [UInt8] = []
        var escapes: [Int] = []
        position += 1
        while position < line.endIndex {
            let byte = line[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return ATParameter(value: .string(bytes), column: start + 1, escapes: escapes)
            }
            if byte == UInt8(ascii: "\\"), position + 1 < line.endIndex,
                line[position + 1] == UInt8(ascii: "\"") || line[position + 1] == UInt8(ascii: "\\")
            {
                escapes.append(bytes.count)
                position += 1
            }
            bytes.append(line[position])
            position += 1
        }
        throw .syntax("the closing quote of the string is missing", column: start + 1)
    }

    private mutating func skipBlanks() {
        while position < line.endIndex, line[position] == UInt8(ascii: " ") { position += 1 }
    }

    /// Removes blanks; outside strings they have no meaning anywhere.
    private static func withoutBlanks(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }

    private static func isNumber(_ text: String) -> Bool {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        return !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
