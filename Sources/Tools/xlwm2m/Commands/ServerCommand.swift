import CommandLine
import Console
import FileSystem
import JSON
import LivePage
import LwM2MServer
import Network
import ServerConsole
import Terminal
import Wording

import struct CoAP.LinkConditions

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `xlwm2m server`: a small LwM2M server for the desk and for CI.
struct ServerCommand: Command {
    @Option(
        "--port", "N", .integer(in: 0...65535),
        help: "the port; 0 for a free one [5683, with --psk 5684]")
    var port: Int?

    @Option("--listen", "ADDRESS", .text, help: "where to listen [127.0.0.1: only this machine]")
    var address: String?

    @OptionList("--psk", "KEY", .key, help: "serve coaps with this key; with several, one for each identity")
    var keys: [[UInt8]]

    @OptionList("--psk-identity", "ID", .identity, help: "the client that has the key") var identities: [[UInt8]]

    @Option(
        "--master-key", "KEY", .master,
        help:
            "serve coaps; a client without --psk has the key that\nthis secret and its identity give, as in xlwm2m fleet"
    )
    var master: KeyDerivation?

    @Option("--bootstrap", "FILE", .text, help: "bootstrap clients as the file says") var bootstrap: String?

    @OptionList(
        "--objects", "PATH", .text,
        help: "a definition, a script or a folder of them: the types of your Objects")
    var objects: [String]

    @OptionList("--exec", "COMMANDS", .text, help: SharedHelp.commands) var commands: [String]

    @Option("--file", "FILE", .text, help: "run the commands of a file, and end") var file: String?

    @Option(
        "--timeout", "SECONDS", .integer(in: 1...86_400),
        help: "how long a wait and an answer may take [30]")
    var timeout: Int?

    @Option("--net", "CONDITIONS", .conditions, help: SharedHelp.conditions)
    var conditions: LinkConditions?

    @Option("--pcap", "FILE", .text, help: SharedHelp.recording) var recording: String?

    @Flag("--json", help: SharedHelp.linesOfJSON) var json: Bool

    @Flag(
        "--page", orValue: "ADDRESS:PORT",
        help: "show clients and what they tell on a page for a browser\n[127.0.0.1:8080]")
    var hasPage: Bool

    @Operands("") var words: [String]

    static let name = "server"

    static var description: CommandDescription {
        CommandDescription(
            summary: "run a small LwM2M server for testing clients",
            discussion: discussion,
            exits: ExitMeanings(
                ok: "all commands were answered",
                findings: "a command failed or was refused, or nothing came to a wait",
                couldNotRun: "it cannot listen, a file cannot be used, or a signal came before the commands ended"),
            examples: [
                CommandExample(
                    line: "xlwm2m server --port 0 --exec clients", explanation: "see that it can listen"),
                CommandExample(
                    line: "xlwm2m server --port 0 --exec \"wait 0.1; read /3/0\" --json",
                    explanation: "wait for a client and read its Device Object, for a script", end: .withoutPeer),
            ])
    }

    private static let discussion = """
        This is a tool for tests: it keeps nothing, trusts whoever comes, and speaks only LwM2M 1.0. It is not a server
        to run devices with.

        Clients appear as they register. On a terminal a prompt waits for commands; otherwise they are read from
        standard input, one a line, each after the answer to the one before. When the commands end, so does the server;
        with an empty input, as from /dev/null, it serves until SIGINT, SIGTERM or SIGHUP. These end it in any case, as
        the end of the commands does.

        commands:
        \(ServerVerb.table(indent: 2, width: 35))

        Events appear as they happen, in lines that begin with '!'. With --json an answer is {"command":..., "client":...,
        "code":"2.05", ...} with value, values, links or path and the seconds it took, or "error"; an event is
        {"event":"register", ...}, update, deregister, expire, notify, bootstrap, refused.

        \(CredentialText.discussion)

        A file for --bootstrap has one command a line: client NAME (a * at its end stands for any letters) before those
        for it, then delete PATH, discover PATH, write PATH VALUE, write PATH RES=VALUE..., finish.
        """

    func run() throws -> ExitCode {
        var words = words
        let pagePlace = try PageOptions.place($hasPage, &words)
        guard words.isEmpty else {
            throw CommandFailure.usage("unexpected argument '\(words[0])': commands go into --exec")
        }
        if conditions?.rebinding != nil {
            throw CommandFailure.usage(
                "option '\($conditions.name)': rebind is at the client's end: give it to xlwm2m run or xlwm2m fleet")
        }
        let keys = try keysOfIdentities()
        let definitions = try ServerDefinitions(at: objects)
        var settings = Server.Settings()
        if let bootstrap { settings.bootstrap = try Self.sequences(bootstrap, definitions) }
        let lines = try lines()
        var random = SystemRandomNumberGenerator()
        settings.registrationPrefix = String(random.next() & 0xFFFF, radix: 36) + "-"

        let loop = try EventLoop.forCommand()
        let ending = Ending(loop)
        let server = Server(settings: settings, seed: random.next(), clock: { loop.now })
        let capture = try CaptureFile.option($recording, recording, on: loop)
        let key = key(of: keys)
        let listening = try ServerListening(
            host: address ?? "127.0.0.1", port: UInt16(port ?? (key == nil ? 5683 : 5684)), conditions: conditions,
            key: key, capture: capture, on: loop, for: server)
        let desk = ServerDesk(server, definitions, on: loop, isJSON: json, timeout: Double(timeout ?? 30))
        listening.onFailure = { [unowned desk] words in
            desk.say(words, .members(["event": "handshake failed", "error": .string(words)]))
        }
        let isInteractive = lines == nil && isatty(STDIN_FILENO) == 1
        let input = lines == nil ? LineEditor.source(prompt: "server> ", isInteractive: isInteractive) : nil
        (input as? LineEditor)?.endsOnInterrupt = true
        let front = ServerFront(
            desk, on: loop, input: input, isInteractive: isInteractive, isDue: { ending.isDue })
        desk.say("listening at \(listening.uri)", .members(["event": "listening", "uri": .string(listening.uri)]))
        if key == nil {
            Output.warn(
                "\(listening.uri) has no security: every client is believed; --psk-identity and --psk have it")
        }
        if listening.isReachableFromElsewhere {
            Output.errorLine("xlwm2m server: others can reach \(listening.uri), and this is a tool for tests")
        }
        let page = try hasPage ? PageOpener.page(of: desk, at: pagePlace, on: loop) : nil
        if let page { desk.say("page at \(page.url)", .members(["event": "page", "url": .string(page.url)])) }
        let end = withExtendedLifetime(page) { front.run(lines ?? []) }
        if let failure = capture?.failure { throw failure }
        return try loop.ending(ending.code(end, of: Self.name))
    }

    /// How the key of an identity is found; nil without any.
    private func key(of keys: [[UInt8]: [UInt8]]) -> (([UInt8]) -> [UInt8]?)? {
        guard let master else { return keys.isEmpty ? nil : { keys[$0] } }
        return { keys[$0] ?? master.key(for: $0) }
    }

    /// The keys by identity, from options given in pairs.
    private func keysOfIdentities() throws -> [[UInt8]: [UInt8]] {
        guard identities.count == keys.count else {
            throw CommandFailure.usage(
                "--psk and --psk-identity belong together: \(keys.count) and \(identities.count) were given")
        }
        return Dictionary(zip(identities, keys), uniquingKeysWith: { $1 })
    }

    private static func sequences(
        _ path: String, _ definitions: ServerDefinitions
    ) throws -> [BootstrapSequence] {
        do { return try BootstrapFile.sequences(path, definitions) } catch let error as BootstrapFileError {
            throw CommandFailure.couldNotRun("\(error)")
        }
    }

    /// The commands of --exec and --file; nil if neither is given.
    ///
    /// - throws: a usage failure for both; `couldNotRun` for a file that cannot be read or has a line that is no command.
    private func lines() throws -> [String]? {
        guard !commands.isEmpty || file != nil else { return nil }
        guard commands.isEmpty || file == nil else { throw CommandFailure.usage("give --exec or --file, not both") }
        guard let file else { return commands }
        let text = String(decoding: try Files.readText(file, limit: 1 << 20), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (number, line) in lines.enumerated() {
            for case .failure(let error) in ServerVerb.parse(line).map(\.command) {
                throw CommandFailure.couldNotRun("\(file):\(number + 1): \(error)")
            }
        }
        return lines
    }
}
