import Console
import LwM2M
import ServerConsole
import Testing

/// The commands of the server's prompt; those that the module's console has as well mean the same there.
struct ServerVerbTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription, meaning: String
        init(_ line: String, _ meaning: String) { (testDescription, self.meaning) = (line, meaning) }
    }

    /// What a command means, in a few words.
    private static func text(_ action: ServerAction) -> String {
        switch action {
        case .clients: "clients"
        case .use(let client): "use \(client)"
        case .wait(let kind, let seconds): "wait \(kind?.rawValue ?? "-") \(seconds.map { "\($0)" } ?? "-")"
        case .ask(.object(let command, let format)): "\(verb(command)) \(command.path) \(text(format))"
        case .ask(.replace(let path, let assignments, let format)):
            "replace \(path) \(assignments.count) \(text(format))"
        case .ask(.writeAttributes(let path, let attributes)): "attributes \(path) \(attributes)"
        case .ask(.observe(let path, let format)): "observe \(path) \(text(format))"
        case .ask(.cancel(let path)): "cancel \(path)"
        case .forget(let path): "forget \(path)"
        case .bootstrap(let client): "bootstrap \(client)"
        case .sleep(let seconds): "sleep \(seconds)"
        case .help(let name): "help \(name ?? "-")"
        case .quit: "quit"
        }
    }

    private static func verb(_ command: ObjectCommand) -> String {
        switch command {
        case .read: "read"
        case .discover: "discover"
        case .write(_, let word): "write \(word.text) to"
        case .writeInstance(_, let assignments): "write \(assignments.count) to"
        case .execute(_, let arguments): "execute (\(arguments))"
        case .create(_, let assignments): "create with \(assignments.count)"
        case .delete: "delete"
        }
    }

    private static func text(_ format: ContentFormat?) -> String { format.map { "\($0.rawValue)" } ?? "-" }

    static let good: [Case] = [
        Case("clients", "clients"),
        Case("ls", "clients"),
        Case("use 'a b'", "use a b"),
        Case("wait", "wait - -"),
        Case("wait 2.5", "wait - 2.5"),
        Case("wait notify 3", "wait notify 3.0"),
        Case("wait expire", "wait expire -"),
        Case("read /3/0", "read /3/0 -"),
        Case("read /3/0 as json", "read /3/0 11543"),
        Case("read /3/0 as 42", "read /3/0 42"),
        Case("discover /3", "discover /3 -"),
        Case("write /3/0/15 'x y' as text", "write x y to /3/0/15 0"),
        Case("write /3300/0 5700=1 5701=Cel", "write 2 to /3300/0 -"),
        Case("replace /3300/0 5700=1 as tlv", "replace /3300/0 1 11542"),
        Case("replace /3300/0", "replace /3300/0 0 -"),
        Case("attr /3/0 pmin=5 pmax", #"attributes /3/0 ["pmin=5", "pmax"]"#),
        Case("exec /3/0/4", "execute () /3/0/4 -"),
        Case("execute /3/0/4 as tlv", "execute (as tlv) /3/0/4 -"),
        Case("create /3300 5750=T", "create with 1 /3300 -"),
        Case("delete /3300/0", "delete /3300/0 -"),
        Case("observe /3/0/9 as tlv", "observe /3/0/9 11542"),
        Case("cancel /3/0/9", "cancel /3/0/9"),
        Case("forget /3/0/9", "forget /3/0/9"),
        Case("bootstrap device1", "bootstrap device1"),
        Case("sleep 1", "sleep 1.0"),
        Case("help read", "help read"),
        Case("exit", "quit"),
    ]

    @Test(arguments: good) func reads(_ line: Case) throws {
        let parsed = ServerVerb.parse(line.testDescription)
        #expect(try parsed.map { Self.text(try $0.command.get()) } == [line.meaning])
    }

    static let bad: [Case] = [
        Case("reed /3", "column 1: unknown command 'reed'; did you mean 'read'? help lists all"),
        Case("frob", "column 1: unknown command 'frob'; help lists all"),
        Case("read", "column 5: something is missing: read PATH [as FORMAT]"),
        Case("read /3/0 as xml", "column 14: 'xml' is not a format: text, opaque, tlv, json or a number"),
        Case("read /3/0 now", "column 11: unexpected argument 'now': read PATH [as FORMAT]"),
        Case("discover /3 as tlv", "column 13: unexpected argument 'as': discover PATH"),
        Case("write /3/0/15", "column 14: the value is missing: write PATH VALUE [as FORMAT]"),
        Case("write /3/0/15 a b", "column 17: a value with blanks goes in quotes: write PATH VALUE [as FORMAT]"),
        Case("attr /3/0", "column 10: something is missing: attr PATH NAME=VALUE..."),
        Case("sleep long", "column 7: 'long' is not a number of seconds from 0 to 86400"),
        Case("read /x", "column 6: '/x' is not a path: an id is a decimal number, 0 to 65535"),
    ]

    @Test(arguments: bad) func refuses(_ line: Case) {
        let error = #expect(throws: ConsoleError.self) { try ServerVerb.parse(line.testDescription)[0].command.get() }
        #expect(error.map { "\($0)" } == line.meaning)
    }

    /// The verbs that both prompts have.
    static let shared = ["read", "discover", "write", "exec", "create", "delete", "help", "quit"]

    @Test(arguments: shared) func hasTheVerbsOfTheConsole(_ name: String) {
        #expect(Verb.named(name) != nil && ServerVerb.named(name) != nil)
    }

    @Test func readsTheCommandsOfABootstrapFile() throws {
        let parsed = BootstrapVerb.parse("client dev*; delete /; discover /1; write /1/0 1=300 as tlv; finish")
        #expect(parsed.count == 5)
        for command in parsed { _ = try command.command.get() }
        let error = #expect(throws: ConsoleError.self) { try BootstrapVerb.parse("read /3")[0].command.get() }
        #expect(error?.message == "'read' is not one of client, delete, discover, write, finish")
    }
}
