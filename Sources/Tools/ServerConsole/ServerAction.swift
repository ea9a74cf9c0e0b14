import Console
import LwM2M
import LwM2MServer
import Wording

/// What a command of `xlwm2m server` means; values are words until the types of their Resources are known.
enum ServerAction {
    case clients
    case use(String)
    /// nil for any registered client.
    case wait(ServerEventKind?, seconds: Double?)
    /// Read, Discover, Delete, Execute or Write-Attributes.
    case send(Request, Path)
    case write(Path, Word, ContentFormat?)
    case writeInstance(Path, [Assignment], ContentFormat?, WriteMode)
    case create(Path, [Assignment], ContentFormat?)
    case observe(Path, ContentFormat?)
    case cancel(Path)
    case forget(Path)
    case bootstrap(String)
    case sleep(Double)
    case help(String?)
    case quit
}

/// One command of `xlwm2m server`, as parsing, help and completion need it.
package struct ServerVerb: Hashable, Sendable {
    var name: String
    /// What follows it, `PATH VALUE`; empty for nothing.
    var arguments: String
    package var summary: String

    /// All commands, in the order of the help.
    package static let all: [ServerVerb] = [
        ServerVerb("clients", "", "the registered clients; * is the one that is asked"),
        ServerVerb("use", "CLIENT", "ask this client from now on; without it the only one is asked"),
        ServerVerb(
            "wait", "[EVENT] [SECONDS]",
            "wait for a client, or for the next register, update, deregister, expire, notify or bootstrap"),
        ServerVerb("read", "PATH [as FORMAT]", "Read; FORMAT is text, opaque, tlv, json or a number"),
        ServerVerb("discover", "PATH", "Discover"),
        ServerVerb("write", "PATH VALUE [as FORMAT]", "Write; write /3300/0 5700=21.5 5701=Cel updates an instance"),
        ServerVerb("replace", "PATH [RES=VALUE...] [as FORMAT]", "Write that replaces an instance"),
        ServerVerb("attr", "PATH NAME=VALUE...", "Write-Attributes: pmin, pmax, gt, lt, st; a bare name unsets"),
        ServerVerb("exec", "PATH [ARGS]", "Execute"),
        ServerVerb("create", "PATH [RES=VALUE...] [as FORMAT]", "Create; /3300 leaves the id to the client"),
        ServerVerb("delete", "PATH", "Delete"),
        ServerVerb("observe", "PATH [as FORMAT]", "Observe; notifications appear as they come"),
        ServerVerb("cancel", "PATH", "cancel an observation by GET"),
        ServerVerb("forget", "PATH", "forget an observation: the next notification is refused with RST"),
        ServerVerb("bootstrap", "CLIENT", "run the bootstrap of --bootstrap on a registered client"),
        ServerVerb("sleep", "SECONDS", "do nothing for a while"),
        ServerVerb("help", "[COMMAND]", "this list"),
        ServerVerb("quit", "", "leave"),
    ]

    private init(_ name: String, _ arguments: String, _ summary: String) {
        self.name = name
        self.arguments = arguments
        self.summary = summary
    }

    /// How it is used, `exec PATH [ARGS]`.
    package var usage: String { arguments.isEmpty ? name : name + " " + arguments }
}

/// Reads the commands of `xlwm2m server`; its words are those of the console.
enum ServerActionParser {
    /// The commands of a line.
    static func parse(_ line: String) -> [ParsedCommand<ServerAction>] { ParsedCommand.all(in: line, action) }

    private static func action(_ words: [Word]) throws(ConsoleError) -> ServerAction {
        guard let first = words.first else { throw ConsoleError("there is no command") }
        let synonyms = ["ls": "clients", "execute": "exec", "exit": "quit", "?": "help"]
        let name = synonyms[first.raw] ?? first.raw
        guard let verb = ServerVerb.all.first(where: { $0.name == name }) else {
            let suggestion = Spelling.suggestion(for: first.raw, among: ServerVerb.all.map(\.name))
            throw ConsoleError(
                "unknown command '\(first.raw)'\(suggestion.isEmpty ? ";" : suggestion) help lists all",
                column: first.column)
        }
        var rest = CommandWords(verb.usage, Array(words.dropFirst()), end: first.column + first.raw.count)
        let action = try action(verb.name, &rest)
        try rest.finish()
        return action
    }

    private static func action(_ name: String, _ rest: inout CommandWords) throws(ConsoleError) -> ServerAction {
        switch name {
        case "clients": return .clients
        case "use": return .use(try rest.next().text)
        case "wait": return try wait(&rest)
        case "write":
            let path = try rest.path()
            if path.depth == 2 { return .writeInstance(path, try assignments(&rest), rest.format, .partialUpdate) }
            return .write(path, try rest.next(), rest.format)
        case "replace": return .writeInstance(try rest.path(), try assignments(&rest), rest.format, .replace)
        case "create": return .create(try rest.path(), try assignments(&rest), rest.format)
        case "observe": return .observe(try rest.path(), try rest.takeFormat())
        case "cancel": return .cancel(try rest.path())
        case "forget": return .forget(try rest.path())
        case "bootstrap": return .bootstrap(try rest.next().text)
        case "sleep": return .sleep(try seconds(try rest.next()))
        case "help": return .help(rest.take()?.raw)
        case "quit": return .quit
        default:
            let path = try rest.path()
            return .send(try request(name, path, &rest), path)
        }
    }

    private static func request(
        _ name: String, _ path: Path, _ rest: inout CommandWords
    ) throws(ConsoleError) -> Request {
        switch name {
        case "discover": return .discover(path)
        case "delete": return .delete(path)
        case "exec":
            let words = rest.takeAll()
            let arguments = words.count == 1 ? words[0].text : words.map(\.raw).joined(separator: " ")
            return .execute(path, arguments: arguments)
        case "attr":
            let words = rest.takeAll()
            guard !words.isEmpty else { throw rest.missing }
            return .writeAttributes(path, words.map(\.text))
        default: return .read(path, as: try rest.takeFormat())
        }
    }

    private static func wait(_ rest: inout CommandWords) throws(ConsoleError) -> ServerAction {
        guard let first = rest.take() else { return .wait(nil, seconds: nil) }
        if let kind = ServerEventKind(rawValue: first.raw) {
            guard let time = rest.take() else { return .wait(kind, seconds: nil) }
            return .wait(kind, seconds: try seconds(time))
        }
        guard first.raw.first?.isNumber == true else {
            let kinds = ServerEventKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConsoleError("'\(first.raw)' is none of \(kinds), and no number of seconds", column: first.column)
        }
        return .wait(nil, seconds: try seconds(first))
    }

    private static func seconds(_ word: Word) throws(ConsoleError) -> Double {
        guard let seconds = Double(word.raw), (0...86_400).contains(seconds) else {
            throw ConsoleError("'\(word.raw)' is no number of seconds from 0 to 86400", column: word.column)
        }
        return seconds
    }

    private static func assignments(_ rest: inout CommandWords) throws(ConsoleError) -> [Assignment] {
        try rest.readFormat()
        var assignments: [Assignment] = []
        for word in rest.takeAll() { assignments.append(try Assignment(word)) }
        return assignments
    }
}

/// The words behind a command's name, taken one after the other.
struct CommandWords {
    /// What `as FORMAT` at the end said; nil without one.
    private(set) var format: ContentFormat?
    private let usage: String
    private var words: ArraySlice<Word>
    private var end: Int

    /// - Parameters:
    ///   - usage: how the command is used, for errors.
    ///   - end: the column behind the command's name.
    init(_ usage: String, _ words: [Word], end: Int) {
        self.usage = usage
        self.words = words[...]
        self.end = end
    }

    /// The next word; nil where there is none.
    mutating func take() -> Word? {
        guard let word = words.popFirst() else { return nil }
        end = word.column + word.raw.count
        return word
    }

    /// The next word.
    mutating func next() throws(ConsoleError) -> Word {
        try readFormat()
        guard let word = take() else { throw missing }
        return word
    }

    /// The words that are left.
    mutating func takeAll() -> [Word] {
        defer { words = [] }
        return Array(words)
    }

    /// The next word as a path.
    mutating func path() throws(ConsoleError) -> Path {
        guard let word = take() else { throw missing }
        do throws(LwM2MError) {
            return try Path(parsing: word.text)
        } catch {
            throw ConsoleError(error.message, column: word.column)
        }
    }

    /// Takes `as FORMAT` from the end, where it stands there; answers the format.
    mutating func takeFormat() throws(ConsoleError) -> ContentFormat? {
        try readFormat()
        return format
    }

    /// Takes `as FORMAT` from the end, where it stands there.
    mutating func readFormat() throws(ConsoleError) {
        guard words.count >= 2, words[words.endIndex - 2].raw == "as", let word = words.last else { return }
        let names: [String: ContentFormat] = [
            "text": .text, "opaque": .opaque, "tlv": .tlv, "json": .json, "link-format": .linkFormat,
        ]
        guard let format = names[word.raw] ?? UInt16(word.raw).map(ContentFormat.init(rawValue:)) else {
            throw ConsoleError(
                "'\(word.raw)' is no format: text, opaque, tlv, json or a number", column: word.column)
        }
        self.format = format
        words.removeLast(2)
    }

    /// Makes sure that no word is left.
    func finish() throws(ConsoleError) {
        guard let word = words.first else { return }
        throw ConsoleError("'\(word.raw)' is too much: \(usage)", column: word.column)
    }

    /// What to say where a word is missing.
    var missing: ConsoleError { ConsoleError("something is missing: \(usage)", column: end) }
}
