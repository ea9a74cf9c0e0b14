import Console
import EmbeddedFiles
import FileSystem
import LwM2M
import LwM2MServer
import ObjectHost
import Products

/// Reads what a bootstrap server does from a file.
///
/// One command a line, in the words of the console: `client NAME` begins the sequence for some clients (a `*` at its end
/// stands for any letters), then come `delete PATH`, `discover PATH`, `write PATH VALUE`, `write PATH RES=VALUE...` and
/// `finish`.
enum BootstrapFile {
    /// The longest file that is read.
    private static let limit = 1 << 20

    /// The sequences of a file, in its order.
    ///
    /// - throws: findings with the line for what is no such command, could-not-run for a file that cannot be read.
    static func sequences(_ path: String, _ definitions: ServerDefinitions) throws -> [BootstrapSequence] {
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path, limit: limit)
        } catch {
            throw CommandFailure.couldNotRun("\(error)")
        }
        var sequences: [BootstrapSequence] = []
        for (index, line) in String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            do throws(ConsoleError) {
                for words in try Lexer.commands(in: String(line)) { try add(words, to: &sequences, definitions) }
            } catch {
                throw CommandFailure.findings("\(path):\(index + 1): \(error)")
            }
        }
        guard !sequences.isEmpty else {
            throw CommandFailure.findings("\(path): there is no command; write delete, write or finish")
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
    ) throws(ConsoleError) -> BootstrapCommand {
        if name == "finish" { return .finish }
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

/// What the server knows of Objects: the types of their Resources, which it needs to write and show values.
final class ServerDefinitions {
    private var known: [ObjectID: ObjectDefinition] = [:]
    private var missing: Set<ObjectID> = []

    /// The Objects of files and folders, besides those that the program carries.
    ///
    /// - throws: for a file that defines no Object, and one that cannot be read.
    init(_ paths: [String]) throws {
        for path in paths {
            for file in try Self.files(path) {
                for object in try InspectedObject.read(file) { known[object.definition.id] = object.definition }
            }
        }
    }

    /// The definition of an Object; nil for one that is known nowhere.
    subscript(id: ObjectID) -> ObjectDefinition? {
        if let definition = known[id] { return definition }
        guard !missing.contains(id), let definition = Self.builtIn(id) else {
            missing.insert(id)
            return nil
        }
        known[id] = definition
        return definition
    }

    private static func files(_ path: String) throws -> [String] {
        guard Files.status(path)?.kind == .directory else { return [path] }
        return try Files.listReadable(path).filter { name in
            name.hasSuffix(".xml") || (name.hasPrefix("object_") && name.hasSuffix(".lua"))
        }.map { Paths.join(path, $0) }
    }

    private static func builtIn(_ id: ObjectID) -> ObjectDefinition? {
        guard let object = BuiltInObject.all.first(where: { $0.id == id }),
            let script = EmbeddedFiles.bytes(of: "objects/\(object.name).lua"),
            let host = try? ObjectHost(
                bindings: ScriptBindings(product: "a module", urcForm: .either, hasPulse: true))
        else { return nil }
        return try? host.load(script, fileName: object.name + ".lua").definition
    }
}
