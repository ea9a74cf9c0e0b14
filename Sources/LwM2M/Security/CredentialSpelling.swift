/// How an identity or a key is written in an option or in a file.
///
/// | written | meant |
/// | --- | --- |
/// | `hex:abcdef` | pairs of hexadecimal digits; blanks, `:` and `-` between them are passed over |
/// | `b64:q83v` | base64, with or without its padding |
/// | `str:secret` | the bytes of the text in UTF-8 |
/// | `file:PATH` | the content of a file |
/// | anything else | an identity: as with `str:`; a key: as with `hex:`, and refused if it is not hexadecimal |
public enum CredentialSpelling: Hashable, Sendable {
    /// The bytes themselves.
    case bytes([UInt8])
    /// The path of a file; `bytes(ofFile:as:)` reads what is in it.
    case file(String)

    /// Reads a spelling.
    ///
    /// - throws: for text that is not what its prefix says, for a key without prefix that is not hexadecimal, and for
    ///   too few or too many bytes.
    public init(parsing text: String, as part: CredentialPart) throws(CredentialError) {
        if text.hasPrefix("file:") {
            guard text.utf8.count > 5 else { throw CredentialError(part, "names no file after 'file:'") }
            self = .file(String(text.dropFirst(5)))
        } else {
            self = .bytes(try Self.bytes(of: text, as: part))
        }
    }

    /// What the content of a file means: one line of text is read as a spelling, anything else is the bytes themselves.
    ///
    /// - throws: as for the text of an option; also for a line that names another file.
    public static func bytes(ofFile content: [UInt8], as part: CredentialPart) throws(CredentialError) -> [UInt8] {
        var line = content[...]
        if line.last == 0x0A { line.removeLast() }
        if line.last == 0x0D { line.removeLast() }
        guard let text = String(validating: line, as: UTF8.self), line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return try checked(content, as: part)
        }
        guard !text.hasPrefix("file:") else { throw CredentialError(part, "is in a file that names another file") }
        return try bytes(of: text, as: part)
    }

    /// Whether a key is given as text, `str:`, that somebody may have copied from a tool that shows bytes.
    ///
    /// Digits alone are taken for such from 16 on only: a short number is a secret that people choose.
    public static func isTextThatLooksHexadecimal(_ text: String) -> Bool {
        guard text.hasPrefix("str:") else { return false }
        var letters = Array(text.utf8.dropFirst(4))
        if letters.starts(with: "0x".utf8) || letters.starts(with: "0X".utf8) { letters.removeFirst(2) }
        letters.removeAll { [0x20, 0x3A, 0x2D].contains($0) }
        guard letters.count >= 6, hexadecimal(letters) != nil else { return false }
        return letters.count >= 16 || letters.contains { $0 > 0x39 }
    }

    private static func bytes(of text: String, as part: CredentialPart) throws(CredentialError) -> [UInt8] {
        if text.hasPrefix("str:") { return try checked(Array(text.utf8.dropFirst(4)), as: part) }
        if text.hasPrefix("hex:") {
            guard let bytes = hexadecimal(text.utf8.dropFirst(4)) else {
                throw CredentialError(part, "is not made of pairs of hexadecimal digits after 'hex:'")
            }
            return try checked(bytes, as: part)
        }
        if text.hasPrefix("b64:") {
            let letters = String(text.dropFirst(4))
            let padding = String(repeating: "=", count: letters.hasSuffix("=") ? 0 : (4 - letters.utf8.count % 4) % 4)
            guard let bytes = Base64.bytes(of: letters + padding) else {
                throw CredentialError(part, "is not base64 after 'b64:'")
            }
            return try checked(bytes, as: part)
        }
        if part == .identity { return try checked(Array(text.utf8), as: part) }
        guard let bytes = hexadecimal(text.utf8) else {
            throw CredentialError(
                part, "is not hexadecimal: write 'str:' in front of plain text, 'b64:' in front of base64")
        }
        return try checked(bytes, as: part)
    }

    private static func checked(_ bytes: [UInt8], as part: CredentialPart) throws(CredentialError) -> [UInt8] {
        guard (1...part.limit).contains(bytes.count) else {
            throw CredentialError(part, "has \(bytes.count) bytes; it takes 1 to \(part.limit)")
        }
        guard part == .key || !bytes.contains(0) else {
            throw CredentialError(part, "holds a byte 0, which OpenSSL cannot send")
        }
        return bytes
    }

    private static func hexadecimal(_ text: some Sequence<UInt8>) -> [UInt8]? {
        Hexadecimal.bytes(of: text.filter { ![0x20, 0x3A, 0x2D].contains($0) })
    }
}
