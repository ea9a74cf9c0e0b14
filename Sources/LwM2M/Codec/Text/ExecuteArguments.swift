/// The arguments of an Execute: digits, some with a text.
///
/// - Source: LwM2M 1.0.1 §5.4.5.
public struct ExecuteArguments: Hashable, Sendable {
    /// One argument: `2='10.3'` has the id 2 and the value `10.3`, `2` has none.
    public struct Argument: Hashable, Sendable {
        /// 0...9.
        public var id: UInt8
        public var value: String?
    }

    /// In the order given; no id twice.
    public var arguments: [Argument]

    /// Reads the text of an Execute; an empty one has no arguments.
    ///
    /// - throws: 4.00 for anything that the grammar does not have: unquoted values, spaces, two digits, an id twice.
    public init(parsing text: String) throws(LwM2MError) {
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
