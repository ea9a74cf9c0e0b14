import CoAP
import FileSystem
import JSON
import LwM2M
import LwM2MServer
import Network
import Wording

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `xlwm2m server`: a small LwM2M server for the desk and for CI.
enum ServerCommand {
    static var command: Command {
        Command(
            name: "server", summary: "be a small LwM2M server, to test clients with", arguments: "",
            options: [
                CommandOption(
                    "--port", value: "N", help: "5683 unless told otherwise, 5684 with --psk; 0 for one that is free"),
                CommandOption(
                    "--listen", value: "ADDRESS", help: "127.0.0.1 unless told otherwise: this machine alone"),
                CommandOption(
                    "--psk", value: "KEY", help: "serve coaps with this key; with several, one for each identity"),
                CommandOption("--psk-identity", value: "ID", help: "the client that has the key"),
                CommandOption("--bootstrap", value: "FILE", help: "bootstrap clients as the file says"),
                CommandOption(
                    "--objects", value: "PATH",
                    help: "a definition, a script or a folder of them: the types of your Objects"),
                .commands,
                CommandOption("--file", value: "FILE", help: "run the commands of a file, and end"),
                CommandOption(
                    "--timeout", value: "SECONDS",
                    help: "how long a wait and an answer may take, 30 unless told otherwise"),
                .recording,
                .linesOfJSON,
            ],
            discussion: discussion,
            exits: ExitMeanings(
                ok: "all commands were answered",
                findings: "a command failed or was refused, or nothing came to a wait", couldNotRun: "it cannot listen"),
            examples: [
                CommandExample(
                    line: "xlwm2m server --port 0 --exec clients", explanation: "see that it can listen"),
                CommandExample(
                    line: "xlwm2m server --port 0 --exec \"wait 0.1; read /3/0\" --json",
                    explanation: "wait for a client and read its Device Object, for a script", end: .withoutPeer),
            ], run: run)
    }

    private static let discussion = """
        This is a tool for tests: it keeps nothing, trusts whoever comes, and speaks LwM2M 1.0 alone. It is no server
        to run devices with.

        Clients appear as they register. On a terminal a prompt waits for commands; else they are read from standard
        input, one a line, each after the answer to the one before. When the commands end, so does the server; with an
        empty input, as from /dev/null, it serves until SIGINT, SIGTERM or SIGHUP. These end it in any case, as the end of the commands
        does.

        commands:
        \(ServerVerb.all.map { "  " + $0.usage.padded(to: 35) + " " + $0.summary }.joined(separator: "\n"))

        Events appear as they happen, in lines that begin with '!'. With --json an answer is {"command":..., "client":...,
        "code":"2.05", ...} with value, values, links or path and the seconds it took, or "error"; an event is
        {"event":"register", ...}, update, deregister, expire, notify, bootstrap, refused.

        \(CredentialOption.discussion)

        A file for --bootstrap has one command a line: client NAME (a * at its end stands for any letters) before those
        for it, then delete PATH, discover PATH, write PATH VALUE, write PATH RES=VALUE..., finish.
        """

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        guard arguments.positional.isEmpty else {
            throw CommandFailure.usage("'\(arguments.positional[0])' is too much: commands go into --exec")
        }
        let keys = try keys(arguments)
        let port = try arguments.integer("--port", in: 0...65535) ?? (keys.isEmpty ? 5683 : 5684)
        let timeout = try arguments.integer("--timeout", in: 1...86_400) ?? 30
        let definitions = try ServerDefinitions(arguments.all("--objects"))
        var settings = Server.Settings()
        if let file = arguments.value("--bootstrap") {
            settings.bootstrap = try BootstrapFile.sequences(file, definitions)
        }
        let lines = try commands(arguments)
        var random = SystemRandomNumberGenerator()
        settings.registrationPrefix = String(random.next() & 0xFFFF, radix: 36) + "-"

        let isJSON = arguments.has("--json")
        do {
            let loop = try EventLoop()
            let ending = Ending(loop)
            let server = Server(settings: settings, seed: random.next(), clock: { loop.now })
            let capture = try arguments.value("--pcap").map { path in
                try CaptureFile(path, program: "xlwm2m \(programVersion)", now: loop.now)
            }
            let listening = try ServerListening(
                host: arguments.value("--listen") ?? "127.0.0.1", port: UInt16(port), keys: keys, capture: capture,
                on: loop, for: server)
            let desk = ServerDesk(server, definitions, on: loop, isJSON: isJSON, timeout: Double(timeout))
            listening.onFailure = { [unowned desk] words in
                desk.say(words, .members(["event": "handshake failed", "error": .string(words)]))
            }
            let isInteractive = lines == nil && isatty(STDIN_FILENO) == 1
            let input = lines == nil ? LineEditor.source(prompt: "server> ", isInteractive: isInteractive) : nil
            (input as? LineEditor)?.endsOnInterrupt = true
            let front = ServerFront(desk, on: loop, input: input, isInteractive: isInteractive, ending: ending)
            desk.say(
                "listening at \(listening.uri)", .members(["event": "listening", "uri": .string(listening.uri)]))
            if keys.isEmpty {
                Output.warn(
                    "\(listening.uri) has no security: every client is believed; --psk-identity and --psk have it")
            }
            if listening.isReachableFromElsewhere {
                Output.errorLine("xlwm2m server: others can reach \(listening.uri), and this is a tool for tests")
            }
            let code = front.run(lines ?? [])
            if let failure = capture?.failure { throw failure }
            return try loop.ending(code)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure.couldNotRun("\(error)")
        }
    }

    /// The keys by identity, from options given in pairs.
    private static func keys(_ arguments: Arguments) throws -> [[UInt8]: [UInt8]] {
        let (identities, keys) = (arguments.all("--psk-identity"), arguments.all("--psk"))
        guard identities.count == keys.count else {
            throw CommandFailure.usage(
                "--psk and --psk-identity belong together: \(keys.count) and \(identities.count) were given")
        }
        var result: [[UInt8]: [UInt8]] = [:]
        for (identity, key) in zip(identities, keys) {
            let name = try CredentialOption.bytes(identity, as: .identity, option: "--psk-identity")
            result[name] = try CredentialOption.bytes(key, as: .key, option: "--psk")
        }
        return result
    }

    /// The commands of --exec and --file; nil without either.
    private static func commands(_ arguments: Arguments) throws -> [String]? {
        guard arguments.has("--exec") || arguments.has("--file") else { return nil }
        guard !(arguments.has("--exec") && arguments.has("--file")) else {
            throw CommandFailure.usage("give --exec or --file, not both")
        }
        if let path = arguments.value("--file") {
            let text: [UInt8]
            do { text = try Files.read(path, limit: 1 << 20) } catch { throw CommandFailure.couldNotRun("\(error)") }
            return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        return arguments.all("--exec")
    }
}
