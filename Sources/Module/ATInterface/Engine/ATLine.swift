/// A command line, split into its commands.
///
/// - Source: V.250 §5.2 to §5.4; UBX-17003787 R13 §1.1.4.
struct ATLine {
    private let bytes: [UInt8]
    private var position: Int

    /// - Parameters:
    ///   - bytes: the line without its end.
    ///   - isAutobauding: whether the port detects its speed from the prefix, which then has both letters in one case.
    /// - Returns: nil for a line that does not begin with `AT` or `at`.
    init?(_ bytes: [UInt8], isAutobauding: Bool = false) {
        self.bytes = bytes
        position = bytes.firstIndex { $0 != 32 && $0 != 9 } ?? bytes.count
        guard position + 1 < bytes.count else { return nil }
        let (first, second) = (bytes[position], bytes[position + 1])
        guard Self.upper(first) == UInt8(ascii: "A"), Self.upper(second) == UInt8(ascii: "T") else { return nil }
        let isMixed = (first == UInt8(ascii: "A")) != (second == UInt8(ascii: "T"))
        if isMixed, isAutobauding { return nil }
        position += 2
    }

    /// The next command; nil at the end of the line.
    ///
    /// - throws: for anything that is not a command; nothing after it counts.
    mutating func next() throws(ATError) -> ATRequest? {
        while let byte = current, byte == 32 || byte == UInt8(ascii: ";") { position += 1 }
        guard let byte = current else { return nil }
        switch byte {
        case UInt8(ascii: "+"): return try extended()
        case UInt8(ascii: "&"): return try basic(prefix: "&")
        default: return try basic(prefix: "")
        }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// `+NAME`, `+NAME?`, `+NAME=?`, `+NAME=parameters`, up to the next `;` outside quotes.
    private mutating func extended() throws(ATError) -> ATRequest {
        let start = position
        position += 1
        var name = "+"
        while let byte = current, Self.isNamePart(byte) {
            if byte != 32 { name.unicodeScalars.append(Unicode.Scalar(Self.upper(byte))) }
            position += 1
        }
        let body = start + 1..<position
        let end = endOfCommand
        defer { position = end }
        guard name != "+" else { throw .syntax("a command has no name", column: start + 1) }
        var request = ATRequest(name: name, form: .action, parameters: ATParameters(), column: start + 1)
        let rest = bytes[body.upperBound..<end].filter { $0 != 32 }
        if rest.isEmpty { return request }
        if rest == [UInt8(ascii: "?")] {
            request.form = .read
        } else if rest == Array("=?".utf8) {
            request.form = .test
        } else if rest[0] == UInt8(ascii: "=") {
            request.form = .set
            var reader = ATParameterReader(bytes[(position + 1)..<end])
            request.parameters = ATParameters(try Self.naming(name) { () throws(ATError) in try reader.parameters() })
        } else {
            throw .syntax("AT\(name): neither '?' nor '=' follows the name", column: position + 1)
        }
        return request
    }

    private static func naming<Result>(
        _ name: String, _ body: () throws(ATError) -> Result
    ) throws(ATError) -> Result {
        do throws(ATError) { return try body() } catch {
            throw ATError(error.code, "AT\(name): \(error.message)", column: error.column)
        }
    }

    /// A letter with its number; `S` with a register; `D` with the rest of the line.
    private mutating func basic(prefix: String) throws(ATError) -> ATRequest {
        let start = position
        if !prefix.isEmpty { position += 1 }
        guard let byte = current, (65...90).contains(Self.upper(byte)) else {
            throw .syntax("'\(Self.printable(bytes[start]))' begins no command", column: start + 1)
        }
        position += 1
        let name = prefix + String(Unicode.Scalar(Self.upper(byte)))
        var request = ATRequest(name: name, form: .action, parameters: ATParameters(), column: start + 1)
        if name == "D" {
            let dialled = Array(bytes[position...])
            request.parameters.list = [ATParameter(value: .string(dialled), column: position + 1)]
            position = bytes.count
            return request
        }
        request.parameters.list = digits()
        if name == "S" {
            if current == UInt8(ascii: "?") {
                position += 1
                request.form = .read
            } else if current == UInt8(ascii: "=") {
                position += 1
                request.form = .set
                request.parameters.list += digits()
            }
        }
        if current == UInt8(ascii: "+") {
            throw .syntax("a ';' is missing before the command", column: position + 1)
        }
        return request
    }

    private mutating func digits() -> [ATParameter] {
        while current == 32 { position += 1 }
        let start = position
        while let byte = current, (48...57).contains(byte) { position += 1 }
        guard position > start else { return [] }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return [ATParameter(value: .number(text), column: start + 1)]
    }

    /// Where the extended command that begins here ends.
    private var endOfCommand: Int {
        var isQuoted = false
        var index = position
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ";") where !isQuoted: return index
            default: break
            }
            index += 1
        }
        return bytes.count
    }

    static func upper(_ byte: UInt8) -> UInt8 { (97...122).contains(byte) ? byte - 32 : byte }

    static func isNamePart(_ byte: UInt8) -> Bool {
        (65...90).contains(upper(byte)) || (48...57).contains(byte) || byte == 32 || byte == 95
    }

    private static func printable(_ byte: UInt8) -> String {
        (33...126).contains(byte) ? String(Unicode.Scalar(byte)) : "0x" + String(byte, radix: 16)
    }
}
