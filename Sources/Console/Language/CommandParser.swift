import LwM2M
import Modem
import Wording

/// Reads the command language of the console.
public enum CommandParser {
    /// The commands of a line.
    public static func parse(_ line: String) -> [ParsedCommand<ConsoleCommand>] {
        ParsedCommand.all(in: line, command)
    }

    /// Reads the words of one command.
    private static func command(_ words: [Word]) throws(ConsoleError) -> ConsoleCommand {
        guard let first = words.first else { throw ConsoleError("there is no command") }
        guard let verb = Verb.named(first.raw) else {
            let suggestion = Spelling.suggestion(for: first.raw, among: Verb.all.map(\.name))
            throw ConsoleError(
                "unknown verb '\(first.raw)'\(suggestion.isEmpty ? ";" : suggestion) help lists all verbs",
                column: first.column)
        }
        let rest = Array(words.dropFirst())
        let end = first.column + first.raw.count
        switch verb.name {
        case "ls":
            try atMost(1, rest, verb)
            return .list(try rest.first.map(path) ?? .root)
        case "read": return .read(try only(rest, verb, end))
        case "delete": return .delete(try only(rest, verb, end))
        case "discover": return .discover(try only(rest, verb, end))
        case "write": return try write(rest, verb, end)
        case "exec":
            guard let target = rest.first else { throw missing(verb, end) }
            let arguments = rest.count == 2 ? rest[1].text : rest.dropFirst().map(\.raw).joined(separator: " ")
            return .execute(try path(target), arguments: arguments)
        case "create":
            guard let target = rest.first else { throw missing(verb, end) }
            return .create(try path(target), try assignments(rest.dropFirst()))
        case "load":
            guard let file = rest.first else { throw missing(verb, end) }
            try atMost(1, rest, verb)
            return .load(file: file.text)
        case "as":
            guard let who = rest.first else { throw missing(verb, end) }
            try atMost(1, rest, verb)
            return .become(try requester(who))
        case "register": return .register(try server(rest, verb))
        case "update": return .update(try server(rest, verb))
        case "deregister": return .deregister(try server(rest, verb))
        case "explain": return try explanation(rest, verb, end)
        case "profile":
            try atMost(1, rest, verb)
            return .profile(try rest.first.map(profile))
        case "files":
            try atMost(1, rest, verb)
            return .files(try rest.first.map(tag))
        case "set":
            guard rest.count > 1 else { throw missing(verb, rest.first.map { $0.column + $0.raw.count } ?? end) }
            try atMost(2, rest, verb)
            return .set(try ModuleSetting(rest[0], rest[1]))
        case "sim":
            try atMost(1, rest, verb)
            return .sim(try SIMChange(rest.first))
        case "wait": return .wait(try WaitCondition(rest, verb, end))
        case "reset":
            try atMost(1, rest, verb)
            return .reset(try ResetKind(rest.first))
        case "help":
            try atMost(1, rest, verb)
            return .help(verb: rest.first?.raw)
        default:
            try atMost(0, rest, verb)
            return withoutArguments(verb)
        }
    }

    private static func withoutArguments(_ verb: Verb) -> ConsoleCommand {
        switch verb.name {
        case "reload": .reload
        case "servers": .servers
        case "bootstrap": .bootstrap
        case "products": .products
        case "boot": .boot
        case "off": .off
        case "save": .save
        case "events": .events
        default: .quit
        }
    }

    private static func write(_ rest: [Word], _ verb: Verb, _ end: Int) throws(ConsoleError) -> ConsoleCommand {
        guard let target = rest.first else { throw missing(verb, end) }
        let path = try path(target)
        guard rest.count > 1 else {
            throw ConsoleError("the value is missing: \(verb.usage)", column: target.column + target.raw.count)
        }
        if path.depth <= 2 { return .writeInstance(path, try assignments(rest.dropFirst())) }
        guard rest.count == 2 else {
            throw ConsoleError("a value with blanks goes in quotes: \(verb.usage)", column: rest[2].column)
        }
        return .write(path, rest[1])
    }

    private static func assignments(_ words: ArraySlice<Word>) throws(ConsoleError) -> [Assignment] {
        var list: [Assignment] = []
        for word in words { list.append(try Assignment(word)) }
        return list
    }

    private static func only(_ rest: [Word], _ verb: Verb, _ end: Int) throws(ConsoleError) -> Path {
        guard let target = rest.first else { throw missing(verb, end) }
        try atMost(1, rest, verb)
        return try path(target)
    }

    static func path(_ word: Word) throws(ConsoleError) -> Path {
        do {
            return try Path(parsing: word.text)
        } catch {
            throw ConsoleError(error.message, column: word.column)
        }
    }

    private static func requester(_ word: Word) throws(ConsoleError) -> Requester {
        switch word.raw {
        case "at": return .host
        case "bootstrap": return .bootstrap
        default:
            guard let id = decimalID(word.raw[...]), id != 0, id != maxID else {
                throw ConsoleError(
                    "'\(word.raw)' is not a Short Server ID (1 to 65534), at or bootstrap", column: word.column)
            }
            return .server(id)
        }
    }

    private static func profile(_ word: Word) throws(ConsoleError) -> MNOProfile {
        guard let number = decimalID(word.raw[...]), let profile = MNOProfile.numbered(Int(number)) else {
            let known = MNOProfile.all.map { "\($0.number)" }.joined(separator: ", ")
            throw ConsoleError("unknown operator profile '\(word.raw)'; there are \(known)", column: word.column)
        }
        return profile
    }

    private static func tag(_ word: Word) throws(ConsoleError) -> FlashTag {
        guard let tag = FlashTag(word.raw) else {
            let known = FlashTag.all.map(\.name).joined(separator: ", ")
            throw ConsoleError("unknown tag '\(word.raw)'; there are \(known)", column: word.column)
        }
        return tag
    }

    static func missing(_ verb: Verb, _ column: Int) -> ConsoleError {
        ConsoleError("\(verb.name) needs more: \(verb.usage)", column: column)
    }

    static func atMost(_ count: Int, _ rest: [Word], _ verb: Verb) throws(ConsoleError) {
        guard rest.count > count else { return }
        throw ConsoleError("'\(rest[count].raw)' is too much: \(verb.usage)", column: rest[count].column)
    }
}
