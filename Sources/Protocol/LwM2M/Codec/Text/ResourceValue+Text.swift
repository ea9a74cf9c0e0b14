extension ResourceValue {
    /// The value as plain text.
    ///
    /// - Source: LwM2M 1.0.1 §6.4.1, appendix C.
    package var plainText: String {
        switch self {
        case .string(let text), .corelnk(let text): text
        case .integer(let number), .time(let number): String(number)
        case .unsignedInteger(let number): String(number)
        case .float(let number): number.plainDecimal
        case .boolean(let flag): flag ? "1" : "0"
        case .opaque(let bytes): Base64.text(of: bytes)
        case .objectLink(let link): link.description
        }
    }

    /// Reads the value of a type from plain text: nothing around it, no leading `+`, Base64 padded.
    ///
    /// An exponent in a Float is accepted, though none is ever written.
    ///
    /// - throws: 4.00 for a text that is not a value of the type.
    /// - Source: LwM2M 1.0.1 §6.4.1, appendix C.
    package init(plainText text: String, as type: DataType) throws(LwM2MError) {
        guard let value = Self.read(text, as: type) else {
            // A text that should have been bytes may be a key.
            let shown = type == .opaque ? "a text of \(text.utf8.count) bytes" : "'\(text.prefix(40))'"
            throw LwM2MError(.badRequest, "\(shown) is not a valid \(type.rawValue)")
        }
        self = value
    }

    private static func read(_ text: String, as type: DataType) -> ResourceValue? {
        switch type {
        case .string, .none: .string(text)
        case .corelnk: .corelnk(text)
        case .integer: whole(text)?.integer.map { .integer($0) }
        case .time: whole(text)?.integer.map { .time($0) }
        case .unsignedInteger: whole(text)?.unsignedInteger.map { .unsignedInteger($0) }
        case .float: Decimal(text)?.double.map { .float($0) }
        case .boolean: text == "0" ? .boolean(false) : text == "1" ? .boolean(true) : nil
        case .opaque: Base64.bytes(of: text).map { .opaque($0) }
        case .objectLink: ObjectLink(text).map { .objectLink($0) }
        }
    }

    /// Only digits, with an optional minus sign.
    private static func whole(_ text: String) -> Decimal? {
        text.utf8.contains(UInt8(ascii: ".")) ? nil : Decimal(text, allowingExponent: false)
    }
}

/// The arguments of an Execute: digits, each with an optional text.
///
/// - Source: LwM2M 1.0.1 §5.4.5.
package struct ExecuteArguments: Hashable, Sendable {
    /// One argument: `2='10.3'` has the id 2 and the value `10.3`, `2` has none.
    package struct Argument: Hashable, Sendable {
        /// 0...9.
        package var id: UInt8
        package var value: String?
    }

    /// In the order given, with no id repeated.
    package var arguments: [Argument]

    /// Reads the text of an Execute; an empty text has no arguments.
    ///
    /// - throws: 4.00 for anything outside the grammar: unquoted values, spaces, two digits, a repeated id.
    package init(parsing text: String) throws(LwM2MError) {
        let bytes = Array(text.utf8)
        var position = 0
        arguments = []
        func refusal(_ why: String) -> LwM2MError {
            LwM2MError(.badRequest, "execute arguments '\(text)': \(why) at column \(position + 1)")
        }
        while position < bytes.count || !arguments.isEmpty {
            guard position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) else {
                throw refusal("a digit is missing")
            }
            let id = bytes[position] - UInt8(ascii: "0")
            guard !arguments.contains(where: { $0.id == id }) else { throw refusal("the digit \(id) stands twice") }
            position += 1
            var value: String?
            if position < bytes.count, bytes[position] == UInt8(ascii: "=") {
                position += 1
                guard position < bytes.count, bytes[position] == UInt8(ascii: "'") else {
                    throw refusal("the value is not in single quotes")
                }
                position += 1
                let start = position
                while position < bytes.count, Self.isCharacter(bytes[position]) { position += 1 }
                guard position < bytes.count, bytes[position] == UInt8(ascii: "'") else {
                    throw refusal("the closing quote is missing or a character is not allowed")
                }
                value = String(decoding: bytes[start..<position], as: UTF8.self)
                position += 1
            }
            arguments.append(Argument(id: id, value: value))
            if position == bytes.count { break }
            guard bytes[position] == UInt8(ascii: ",") else { throw refusal("a comma is missing") }
            position += 1
        }
    }

    /// Printable ASCII without space, `"`, `'` and `\`.
    private static func isCharacter(_ byte: UInt8) -> Bool {
        byte == 0x21 || (0x23...0x26).contains(byte) || (0x28...0x5B).contains(byte) || (0x5D...0x7E).contains(byte)
    }
}
