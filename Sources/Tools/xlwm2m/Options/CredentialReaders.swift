import CommandLine
import FileSystem
import LwM2M
import Terminal

extension ValueReader<[UInt8]> {
    /// The identity of a client for DTLS.
    static var identity: ValueReader { ValueReader { try CredentialText.bytes($0, as: .identity, option: $1) } }

    /// A pre-shared key.
    static var key: ValueReader { ValueReader { try CredentialText.bytes($0, as: .key, option: $1) } }
}

/// An identity or a key as given by an option, or in the file that the option names.
enum CredentialText {
    /// The help for every option that takes an identity or a key.
    static let discussion = """
        An identity or a key is written as hex:ABCDEF, b64:q83v, str:TEXT or file:PATH. Without such a prefix an identity
        is text and a key is hexadecimal; one that is not is refused. A file holds one line in any of these spellings, or
        the bytes themselves. An identity has up to 128 bytes, a key up to 64.
        """

    /// The bytes that an option's value represents.
    ///
    /// - throws: a usage failure for an invalid spelling, `couldNotRun` for a file that cannot be read.
    fileprivate static func bytes(_ text: String, as part: CredentialPart, option: String) throws -> [UInt8] {
        do {
            switch try PreSharedKeyText(parsing: text, as: part) {
            case .bytes(let bytes):
                warn(of: text, part, option)
                return bytes
            case .file(let path):
                let content = try Files.read(path, limit: 4096)
                let bytes = try PreSharedKeyText.bytes(ofFile: content, as: part)
                warn(of: String(decoding: content.filter { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self), part, option)
                return bytes
            }
        } catch let error as CredentialError {
            throw CommandFailure.usage("option '\(option)': \(error)")
        } catch {
            throw CommandFailure.couldNotRun("option '\(option)': \(error)")
        }
    }

    /// Warns about a key that is given as text but looks hexadecimal; the message never contains the key.
    private static func warn(of text: String, _ part: CredentialPart, _ option: String) {
        guard part == .key, PreSharedKeyText.isTextThatLooksHexadecimal(text) else { return }
        Output.warn(
            "option '\(option)': the key is taken as text and looks hexadecimal; hex: in place of str: takes it so")
    }
}
