public import LwM2M
public import Products
public import Storage

/// One command of the console; values stay as typed until the Object says what type they have.
public enum ConsoleCommand: Hashable, Sendable {
    case list(Path)
    case read(Path)
    case write(Path, Word)
    /// Several Resources of one Object Instance at once.
    case writeInstance(Path, [Assignment])
    case execute(Path, arguments: String)
    case create(Path, [Assignment])
    case delete(Path)
    case discover(Path)
    case load(file: String)
    case reload
    case become(Requester)
    case servers
    /// One server, or all.
    case register(ShortServerID?)
    case update(ShortServerID?)
    case deregister(ShortServerID?)
    case bootstrap
    /// Why a server may or may not do something.
    case explain(ShortServerID, ManagementOperation, Path)
    /// Why what servers observe at a path was or was not notified.
    case explainObservations(Path)
    case products
    /// Another operator profile; nil shows the one there is.
    case profile(MNOProfile?)
    case set(ModuleSetting)
    case sim(SIMChange)
    case boot
    case reset(ResetKind)
    case off
    case save
    /// Those of one tag; nil for all.
    case files(FlashTag?)
    case events
    case wait(WaitCondition)
    case help(verb: String?)
    case quit

    /// Whether a key of Object 0 is among what it writes.
    var writesKeys: Bool {
        switch self {
        case .write(let path, _): SecurityKeys.isKey(path)
        case .writeInstance(let path, let assignments), .create(let path, let assignments):
            assignments.contains { SecurityKeys.isKey(Path(path.object ?? 0, 0, $0.resource)) }
        default: false
        }
    }
}

extension ParsedCommand<ConsoleCommand> {
    /// The command as it may be repeated: without the keys that it writes.
    var textWithoutKeys: String { holdsKeys ? shortText + " (keys, shown with --show-keys)" : text }

    /// Whether the text holds keys, or may hold them where it cannot be read.
    var holdsKeys: Bool {
        switch command {
        case .success(let command): command.writesKeys
        case .failure: shortText != text && (shortText.hasSuffix(" /0") || shortText.contains(" /0/"))
        }
    }

    /// The verb and the path.
    private var shortText: String { text.split(separator: " ").prefix(2).joined(separator: " ") }
}

/// A command with the text that it was read from.
public struct ParsedCommand<Command: Sendable>: Sendable {
    /// The command as typed, blanks joined.
    public var text: String
    /// What it means, or why it means nothing.
    public var command: Result<Command, ConsoleError>

    /// The commands of a line, each read on its own, so that a bad one does not hide the others.
    ///
    /// - Parameter read: takes the words of one command.
    public static func all(
        in line: String, _ read: ([Word]) throws(ConsoleError) -> Command
    ) -> [ParsedCommand] {
        do throws(ConsoleError) {
            return try Lexer.commands(in: line).map { words in
                let text = words.map(\.raw).joined(separator: " ")
                do throws(ConsoleError) {
                    return ParsedCommand(text: text, command: .success(try read(words)))
                } catch {
                    return ParsedCommand(text: text, command: .failure(error))
                }
            }
        } catch {
            return [ParsedCommand(text: line, command: .failure(error))]
        }
    }
}

/// A command that cannot be understood: what is wrong, and where.
public struct ConsoleError: Error, Hashable, Sendable {
    /// Lower case, no full stop, says what to do.
    public var message: String
    /// The place in the line, in characters from 1; nil where no place is to blame.
    public var column: Int?

    public init(_ message: String, column: Int? = nil) {
        self.message = message
        self.column = column
    }
}

extension ConsoleError: CustomStringConvertible {
    /// `column 6: '3x' is not a path: ...`.
    public var description: String { (column.map { "column \($0): " } ?? "") + message }
}

/// One verb of the console, as parsing, help and completion need it.
public struct Verb: Hashable, Sendable {
    public var name: String
    /// What follows it, `PATH VALUE`; empty for nothing.
    public var arguments: String
    /// One line of help.
    public var summary: String
    /// What its first argument is, for completion.
    public var argument: Argument

    /// What completes a word after the verb.
    public enum Argument: Hashable, Sendable {
        case none, path, file
        case words([String])
    }

    /// All verbs, in the order of the help.
    public static let all: [Verb] = [
        Verb("ls", "[PATH]", "the Objects, or what there is at and below a path", .path),
        Verb("read", "PATH", "the values of an Object, an instance, a resource or a resource instance", .path),
        Verb("write", "PATH VALUE", "write a resource; write /3300/0 5700=21.5 5701=Cel writes several", .path),
        Verb("exec", "PATH [ARGS]", "execute a resource", .path),
        Verb("create", "PATH [RES=VALUE...]", "make an instance; /3300 takes the lowest free id", .path),
        Verb("delete", "PATH", "remove an instance", .path),
        Verb("discover", "PATH", "the paths at and below a path, in the module's order", .path),
        Verb("load", "FILE", "load one more Object", .file),
        Verb("reload", "", "read the files again; instances stay where the Object's shape is the same", .none),
        Verb(
            "as", "123|at|bootstrap", "who asks from now on: a server, the AT interface, bootstrap",
            .words(["at", "bootstrap"])),
        Verb("servers", "", "where the client stands with each server", .none),
        Verb("register", "[SSID]", "register anew with a server, or with all", .none),
        Verb("update", "[SSID]", "send a Registration Update to a server, or to all", .none),
        Verb("deregister", "[SSID]", "leave a server, or all", .none),
        Verb("bootstrap", "", "ask the bootstrap server for a bootstrap now", .none),
        Verb(
            "explain", "SSID OPERATION PATH",
            "why a server may or may not; explain observe PATH: why it was (not) told",
            .words(["observe"])),
        Verb("products", "", "the modules that there are; * is the one that this is", .none),
        Verb(
            "profile", "[N]", "the operator profile; with N a restart with just its Objects and a new database",
            .words(MNOProfile.all.map { "\($0.number)" })),
        Verb(
            "set", "NAME VALUE", "the module's identity and surroundings: imei, location, rssi, ...",
            .words(ModuleSetting.names)),
        Verb(
            "sim", "[insert|remove|test|IMSI]", "the SIM; the production mode looks at it at the next boot",
            .words(SIMChange.words)),
        Verb("boot", "", "switch the module on, where it is off; says where it stands", .none),
        Verb(
            "reset", "[client|factory|power]", "boot anew; with a new database, as new, or after a loss of power",
            .words(ResetKind.words)),
        Verb("off", "", "switch the module off", .none),
        Verb("save", "", "save all changes now, AT+ULWM2MWRITE=\"\"", .none),
        Verb(
            "files", "[TAG]", "the files of the module, under XLWM2M or another tag, and the free bytes",
            .words(FlashTag.all.map(\.name))),
        Verb("events", "", "the events so far: URCs, pulses, prints, faults", .none),
        Verb(
            "wait", "SECONDS|registered", "let time pass, or wait for the servers: registered 60 says for how long",
            .words(WaitCondition.words)),
        Verb("help", "[VERB]", "this list", .words([])),
        Verb("quit", "", "leave", .none),
    ]

    private init(_ name: String, _ arguments: String, _ summary: String, _ argument: Argument) {
        self.name = name
        self.arguments = arguments
        self.summary = summary
        self.argument = argument
    }

    /// The verb of that name, also by what others call it (`list`, `execute`, `exit`); nil for none.
    static func named(_ name: String) -> Verb? {
        let synonyms = ["list": "ls", "execute": "exec", "exit": "quit", "?": "help"]
        let name = synonyms[name] ?? name
        return all.first { $0.name == name }
    }

    /// How it is used, `write PATH VALUE`.
    public var usage: String { arguments.isEmpty ? name : name + " " + arguments }
}
