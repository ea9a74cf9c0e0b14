/// One command of `xlwm2m server`, as parsing, help and completion need it.
struct ServerVerb: Hashable {
    var name: String
    /// What follows it, `PATH VALUE`; empty for nothing.
    var arguments: String
    var summary: String

    /// All commands, in the order of the help.
    static let all: [ServerVerb] = [
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
    var usage: String { arguments.isEmpty ? name : name + " " + arguments }
}
