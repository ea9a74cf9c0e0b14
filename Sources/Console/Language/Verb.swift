import Modem

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
