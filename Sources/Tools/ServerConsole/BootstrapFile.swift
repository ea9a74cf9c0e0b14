package import Console
import FileSystem
package import LwM2M
package import LwM2MServer

/// Reads from a file what a bootstrap server does.
///
/// One command per line, in the words of the console: `client NAME` begins the sequence for some clients (a trailing `*`
/// matches any characters), followed by `delete PATH`, `discover PATH`, `write PATH VALUE`,
/// `write PATH RES=VALUE...` and `finish`.
package enum BootstrapFile {
    /// The maximum size of the file.
    private static let limit = 1 << 20

    /// The sequences of a file, in order.
    ///
    /// - throws: `BootstrapFileError` with the line for anything that is not such a command, `FileSystemError` for a
    ///   file that cannot be read.
    package static func sequences(_ path: String, _ definitions: ServerDefinitions) throws -> [BootstrapSequence] {
        let bytes = try Files.readText(path, limit: limit)
        var sequences: [BootstrapSequence] = []
        for (index, line) in String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            do {
                for parsed in BootstrapVerb.parse(String(line)) {
                    try add(try parsed.command.get(), to: &sequences, definitions)
                }
            } catch {
                throw BootstrapFileError(description: "\(path):\(index + 1): \(error)")
            }
        }
        guard !sequences.isEmpty else {
            throw BootstrapFileError(description: "\(path): there is no command; write delete, write or finish")
        }
        return sequences
    }

    private static func add(
        _ line: BootstrapLine, to sequences: inout [BootstrapSequence], _ definitions: ServerDefinitions
    ) throws(ConsoleError) {
        let command: BootstrapCommand
        switch line {
        case .client(let name):
            sequences.append(BootstrapSequence(client: name, commands: []))
            return
        case .delete(let path): command = .delete(path)
        case .discover(let path): command = .discover(path)
        case .write(let path, let word, let format):
            let payload = try RequestPayload(word, for: path, as: format, definitions[path])
            command = .write(path, payload.bytes, as: payload.format)
        case .writeInstance(let path, let assignments, let format):
            let payload = try RequestPayload(assignments, for: path, as: format, definitions[path])
            command = .write(path, payload.bytes, as: payload.format)
        case .finish: command = .finish
        }
        if sequences.isEmpty { sequences.append(BootstrapSequence(commands: [])) }
        sequences[sequences.count - 1].commands.append(command)
    }
}

/// A command of the file; values stay as typed until the Object determines their type.
package enum BootstrapLine: Sendable {
    /// Begins the sequence for the clients with a name.
    case client(String)
    case delete(Path)
    case discover(Path)
    case write(Path, Word, as: ContentFormat?)
    case writeInstance(Path, [Assignment], as: ContentFormat?)
    case finish
}

/// The verbs of the file.
package enum BootstrapVerb: String, CaseIterable, PromptVerb {
    case client, delete, discover, write, finish

    package static let synonyms: [String: BootstrapVerb] = [:]

    package var page: VerbPage {
        switch self {
        case .client: VerbPage("NAME", "")
        case .delete, .discover: VerbPage("PATH", "")
        case .write: VerbPage("PATH VALUE", "")
        case .finish: VerbPage("", "")
        }
    }

    package var shortage: String { "something is missing" }

    package static func unknown(_ name: String) -> String {
        "'\(name)' is not one of client, delete, discover, write, finish"
    }

    package func command(_ words: inout CommandWords) throws(ConsoleError) -> BootstrapLine {
        switch self {
        case .client: return .client(try words.next().text)
        case .delete: return .delete(try words.path())
        case .discover: return .discover(try words.path())
        case .write:
            try words.takeFormat()
            let path = try words.path()
            if path.depth == 2 { return .writeInstance(path, try words.assignments(), as: words.format) }
            return .write(path, try words.value(), as: words.format)
        case .finish: return .finish
        }
    }
}

/// A file that is not a bootstrap; the message names the file, the line and the mistake.
package struct BootstrapFileError: Error, CustomStringConvertible {
    package var description: String
}
