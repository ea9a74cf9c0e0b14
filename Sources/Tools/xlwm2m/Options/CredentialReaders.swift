import CommandLine
import Console
import FileSystem
import LwM2M
import Terminal

extension ValueReader<[UInt8]> {
    /// The identity of a client for DTLS.
    static var identity: ValueReader { ValueReader { try CredentialText.bytes($0, as: .identity, option: $1) } }

    /// A pre-shared key.
    static var key: ValueReader { ValueReader { try CredentialText.bytes($0, as: .key, option: $1) } }

    /// A pre-shared key that is shown on the screen anyway.
    static var shownKey: ValueReader {
        ValueReader { try CredentialText.bytes($0, as: .key, option: $1, isShown: true) }
    }
}

/// An identity or a key as given by an option, or in the file that the option names.
enum CredentialText {
    /// The help for every option that takes an identity or a key.
    static let discussion = """
        An identity or a key is written as hex:ABCDEF, b64:q83v, str:TEXT, file:PATH or env:NAME. Without such a prefix an
        identity is text and a key is hexadecimal; one that is not is refused. A file holds one line in any of these
        spellings, or the bytes themselves; a variable of the environment the same. Others can see a key that is given
        as an argument, and none in a file that is yours alone. An identity has up to 128 bytes, a key up to 64.
        """

    /// The bytes that an option's value represents.
    ///
    /// - Parameter isShown: whether nobody has to be told that others can see it.
    /// - throws: a usage failure for an invalid spelling, `couldNotRun` for a file that cannot be read.
    fileprivate static func bytes(
        _ text: String, as part: CredentialPart, option: String, isShown: Bool = false
    ) throws -> [UInt8] {
        do {
            let spelling = try PreSharedKeyText(parsing: text, as: part)
            let (bytes, content) = try spelling.read(as: part)
            if case .file(let path) = spelling, part == .key { warnOfReaders(path) }
            let line = content.map { String(decoding: $0.filter { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self) }
            warn(of: line ?? text, part, option)
            if content == nil, part == .key, ProgramArguments.wipe(text), !isShown {
                Output.warn(
                    "option '\(option)': a key among the arguments can be seen by others until it is read, and stays in "
                        + "the history of the shell; file:PATH or env:NAME in its place cannot")
            }
            return bytes
        } catch let error as CredentialError {
            throw CommandFailure.usage("option '\(option)': \(error)")
        } catch {
            throw CommandFailure.couldNotRun("option '\(option)': \(error)")
        }
    }

    /// Warns about a file of keys that other users of this machine can read.
    static func warnOfReaders(_ path: String) {
        guard Files.isReadableByOthers(path) else { return }
        Output.warn("\(path) holds keys, and others can read it: chmod 600 \(Shell.word(path)) keeps them out")
    }

    /// Warns about a key that is given as text but looks hexadecimal; the message never contains the key.
    private static func warn(of text: String, _ part: CredentialPart, _ option: String) {
        guard part == .key, PreSharedKeyText.isTextThatLooksHexadecimal(text) else { return }
        Output.warn(
            "option '\(option)': the key is taken as text and looks hexadecimal; hex: in place of str: takes it so")
    }
}
