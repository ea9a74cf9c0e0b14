import Console
import FileSystem
import LwM2M
package import LwM2MServer

/// Reads what a bootstrap server does from a file.
///
/// One command a line, in the words of the console: `client NAME` begins the sequence for some clients (a `*` at its end
/// stands for any letters), then come `delete PATH`, `discover PATH`, `write PATH VALUE`, `write PATH RES=VALUE...` and
/// `finish`.
package enum BootstrapFile {
    /// The longest file that is read.
    private static let limit = 1 << 20

    /// The sequences of a file, in its order.
    ///
    /// - throws: `BootstrapFileError` with the line for what is no such command, `FileSystemError` for a file that cannot be
    ///   read.
    package static func sequences(_ path: String, _ definitions: ServerDefinitions) throws -> [BootstrapSequence] {
        let bytes = try Files.read(path, limit: limit)
        var sequences: [BootstrapSequence] = []
        for (index, line) in String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            do throws(ConsoleError) {
                for words in try Lexer.commands(in: String(line)) { try add(words, to: &sequences, definitions) }
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
        _ words: [Word], to sequences: inout [BootstrapSequence], _ definitions: ServerDefinitions
    ) throws(ConsoleError) {
        let name = words[0].raw
        let usages = [
            "client": "client NAME", "delete": "delete PATH", "discover": "discover PATH", "finish": "finish",
            "write": "write PATH VALUE",
        ]
        guard let usage = usages[name] else {
            throw ConsoleError(
                "'\(name)' is none of client, delete, discover, write, finish", column: words[0].column)
        }
        var rest = CommandWords(usage, Array(words.dropFirst()), end: words[0].column + name.count)
        if name == "client" {
            sequences.append(BootstrapSequence(client: try rest.next().text, commands: []))
        } else {
            let command = try command(name, &rest, definitions)
            if sequences.isEmpty { sequences.append(BootstrapSequence(commands: [])) }
            sequences[sequences.count - 1].commands.append(command)
        }
        try rest.finish()
    }

    private static func command(
        _ name: String, _ rest: inout CommandWords, _ definitions: ServerDefinitions
    ) throws(ConsoleError) -> Request {
        if name == "finish" { return .bootstrapFinish }
        let path = try rest.path()
        switch name {
        case "delete": return .delete(path)
        case "discover": return .discover(path)
        default:
            let definition = path.object.flatMap { definitions[$0] }
            let payload: RequestPayload
            if path.depth == 2 {
                try rest.readFormat()
                let format = rest.format
                var assignments: [Assignment] = []
                for word in rest.takeAll() { assignments.append(try Assignment(word)) }
                payload = try RequestPayload(assignments, for: path, as: format, definition)
            } else {
                let word = try rest.next()
                payload = try RequestPayload(word, for: path, as: rest.format, definition)
            }
            return .write(path, payload.bytes, as: payload.format)
        }
    }
}

/// A file that is no bootstrap; the words name the file, the line and the mistake.
package struct BootstrapFileError: Error, CustomStringConvertible {
    package var description: String
}
