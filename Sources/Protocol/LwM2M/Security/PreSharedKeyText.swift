import Wording

/// An identity or a key as a user writes it in an option or in a file, `hex:abcdef`.
///
/// | written | meant |
/// | --- | --- |
/// | `hex:abcdef` | pairs of hexadecimal digits; blanks, `:` and `-` between them are passed over |
/// | `b64:q83v` | base64, with or without its padding |
/// | `str:secret` | the bytes of the text in UTF-8 |
/// | `file:PATH` | the content of a file |
/// | `env:NAME` | the value of a variable of the environment, in one of the spellings above |
/// | anything else | an identity: as with `str:`; a key: as with `hex:`, and refused if it is not hexadecimal |
package enum PreSharedKeyText: Hashable, Sendable {
    /// The bytes themselves.
    case bytes([UInt8])
    /// The path of a file; `bytes(ofFile:as:)` interprets its content.
    case file(String)
    /// The name of a variable of the environment; `bytes(ofFile:as:)` interprets its value.
    case environment(String)

    /// Reads a text in this notation.
    ///
    /// - throws: for text that does not match its prefix, for a key without prefix that is not hexadecimal, and for too
    ///   few or too many bytes.
    package init(parsing text: String, as part: CredentialPart) throws(CredentialError) {
        if text.hasPrefix("file:") {
            guard text.utf8.count > 5 else { throw CredentialError(part, "names no file after 'file:'") }
            self = .file(String(text.dropFirst(5)))
        } else if text.hasPrefix("env:") {
            guard text.utf8.count > 4 else { throw CredentialError(part, "names no variable after 'env:'") }
            self = .environment(String(text.dropFirst(4)))
        } else {
            self = .bytes(try Self.bytes(of: text, as: part))
        }
    }

    /// The bytes that the content of a file means: a single line of text is read in this notation, anything else is the
    /// bytes themselves.
    ///
    /// - throws: as for the text of an option; also for a line that names another file.
    package static func bytes(ofFile content: [UInt8], as part: CredentialPart) throws(CredentialError) -> [UInt8] {
        var line = content[...]
        if line.last == 0x0A { line.removeLast() }
        if line.last == 0x0D { line.removeLast() }
        guard let text = String(validating: line, as: UTF8.self), line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return try checked(content, as: part)
        }
        guard !text.hasPrefix("file:"), !text.hasPrefix("env:") else {
            throw CredentialError(part, "is where another place is named: only one step is taken")
        }
        return try bytes(of: text, as: part)
    }

    /// Whether a key is given as text, `str:`, that may have been copied from a tool that shows bytes.
    ///
    /// Digits alone count only if there are at least 16: a short number may well be a chosen secret.
    package static func isTextThatLooksHexadecimal(_ text: String) -> Bool {
        guard text.hasPrefix("str:") else { return false }
        var letters = Array(text.utf8.dropFirst(4))
        if letters.starts(with: "0x".utf8) || letters.starts(with: "0X".utf8) { letters.removeFirst(2) }
        letters.removeAll(where: Hexadecimal.isSeparator)
        guard letters.count >= 6, hexadecimal(letters) != nil else { return false }
        return letters.count >= 16 || letters.contains { $0 > 0x39 }
    }

    private static func bytes(of text: String, as part: CredentialPart) throws(CredentialError) -> [UInt8] {
        if text.hasPrefix("str:") { return try checked(Array(text.utf8.dropFirst(4)), as: part) }
        if text.hasPrefix("hex:") {
            guard let bytes = Hexadecimal.bytes(spelled: text) else {
                throw CredentialError(part, "is not made of pairs of hexadecimal digits after 'hex:'")
            }
            return try checked(bytes, as: part)
        }
        if text.hasPrefix("b64:") {
            guard let bytes = Base64.bytes(unpadded: text.dropFirst(4)) else {
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
        Hexadecimal.bytes(of: text.filter { !Hexadecimal.isSeparator($0) })
    }
}

/// One of the two parts of a pre-shared key.
package enum CredentialPart: String, Hashable, Sendable {
    /// What the client calls itself, 1 to 128 bytes.
    case identity
    /// The secret, 1 to 64 bytes.
    case key

    /// The most bytes that the part may have.
    ///
    /// - Source: LwM2M 1.0.1 appendix E.1.1.
    package var limit: Int { self == .identity ? 128 : 64 }
}

/// Why a text is neither an identity nor a key. The message never contains the input, which may be a secret.
package struct CredentialError: Error, Hashable, Sendable {
    /// The part that was being read.
    package var part: CredentialPart
    /// In readable form: lower case, no full stop.
    package var message: String

    init(_ part: CredentialPart, _ message: String) {
        self.part = part
        self.message = "the \(part.rawValue) \(message)"
    }

    /// A variable that is to hold the part, and is not set.
    package init(_ part: CredentialPart, missingVariable name: String) {
        self.part = part
        message = "there is no variable \(name) in the environment"
    }
}

extension CredentialError: CustomStringConvertible {
    package var description: String { message }
}

/// The Resources that hold the keys of an account and the identity that goes with them; logs and consoles omit them
/// unless the user asks for them.
///
/// - Source: LwM2M 1.0.2 appendix E.1, Resources 3 to 5 of Object 0.
package enum SecurityKeys {
    private static let resources: ClosedRange<ResourceID> = SecurityResource.identity...SecurityResource.secretKey

    /// Whether a Resource, or a Resource Instance, is one of them.
    package static func isKey(_ path: Path) -> Bool {
        path.object == .security && path.resource.map(resources.contains) == true
    }

    /// What is shown in place of a value: its length, and how to see it. nil if it has nothing to hide.
    package static func words(for value: ResourceValue) -> String? {
        let count =
            switch value {
            case .opaque(let bytes): bytes.count
            case .string(let text), .corelnk(let text): text.utf8.count
            default: 0
            }
        return count == 0 ? nil : "\(count) bytes, shown with --show-keys"
    }
}
