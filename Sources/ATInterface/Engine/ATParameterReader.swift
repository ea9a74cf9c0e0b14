/// Reads the parameters of a command: numbers and quoted strings between commas.
///
/// - Source: UBX-17003787 R13 §1.1.3, §1.1.5; UBX-18068860 R09 §5.1 (`\"` within a string).
struct ATParameterReader {
    private let line: ArraySlice<UInt8>
    private var position: Int

    /// - Parameter text: a part of a line, whose indices count from the start of that line.
    init(_ text: ArraySlice<UInt8>) {
        line = text
        position = text.startIndex
    }

    /// - throws: what the grammar does not have, with its column.
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

    /// Blanks outside of strings mean nothing, wherever they stand.
    private static func withoutBlanks(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }

    private static func isNumber(_ text: String) -> Bool {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        return !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
