import Console
import LwM2M
import LwM2MServer
import Wording

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
