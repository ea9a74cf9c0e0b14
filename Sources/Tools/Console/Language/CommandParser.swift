public import LwM2M
import Products
import Storage
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

/// The commands that name a server.
extension CommandParser {
    /// The Short Server ID that a command may name.
    static func server(_ rest: [Word], _ verb: Verb) throws(ConsoleError) -> ShortServerID? {
        try atMost(1, rest, verb)
        guard let word = rest.first else { return nil }
        return try server(word)
    }

    private static func server(_ word: Word) throws(ConsoleError) -> ShortServerID {
        guard let id = decimalID(word.raw[...]), id != 0, id != maxID else {
            throw ConsoleError("'\(word.raw)' is not a Short Server ID (1 to 65534)", column: word.column)
        }
        return id
    }

    /// `explain 124 exec /3/0/4`, `explain observe /3300`.
    static func explanation(_ rest: [Word], _ verb: Verb, _ end: Int) throws(ConsoleError) -> ConsoleCommand {
        guard let first = rest.first else { throw missing(verb, end) }
        if first.raw == "observe" {
            try atMost(2, rest, verb)
            guard rest.count == 2 else { throw missing(verb, first.column + first.raw.count) }
            return .explainObservations(try path(rest[1]))
        }
        let server = try server(first)
        guard rest.count > 2 else { throw missing(verb, (rest.last ?? first).column + (rest.last ?? first).raw.count) }
        try atMost(3, rest, verb)
        guard let operation = operations[rest[1].raw] else {
            let known = operations.keys.sorted().joined(separator: ", ")
            throw ConsoleError("'\(rest[1].raw)' is no operation; there are \(known)", column: rest[1].column)
        }
        return .explain(server, operation, try path(rest[2]))
    }

    private static let operations: [String: ManagementOperation] = [
        "read": .read, "observe": .observe, "discover": .discover, "write": .write(.replace),
        "attr": .writeAttributes, "exec": .execute, "create": .create, "delete": .delete,
    ]
}

/// `RES=VALUE` or `RES/INSTANCE=VALUE` in a command; the value's type comes from the Object later.
public struct Assignment: Hashable, Sendable {
    public var resource: ResourceID
    /// The Resource Instance, where one is named.
    public var resourceInstance: ResourceInstanceID?
    public var value: Word

    public init(resource: ResourceID, resourceInstance: ResourceInstanceID? = nil, value: Word) {
        self.resource = resource
        self.resourceInstance = resourceInstance
        self.value = value
    }

    /// Takes a word apart at its first `=`.
    package init(_ word: Word) throws(ConsoleError) {
        guard let equals = word.raw.firstIndex(of: "=") else {
            throw ConsoleError("'\(word.raw)' is not RES=VALUE, as in 5700=21.5", column: word.column)
        }
        let name = word.raw[..<equals]
        let ids = name.split(separator: "/", omittingEmptySubsequences: false).map { decimalID($0) }
        guard (1...2).contains(ids.count), let resource = ids[0], ids.count == 1 || ids[1] != nil else {
            throw ConsoleError("'\(name)' is not a resource id, 0 to 65535, as in 5700=21.5", column: word.column)
        }
        let value = word.raw[word.raw.index(after: equals)...]
        self.init(
            resource: resource, resourceInstance: ids.count == 2 ? ids[1] : nil,
            value: Word(String(value), column: word.column + name.count + 1))
    }
}

/// A decimal id of 16 bits; nil for anything else.
func decimalID(_ text: Substring) -> UInt16? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
        return nil
    }
    return UInt16(text)
}
