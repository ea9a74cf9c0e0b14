import CommandLine
import FileSystem
import LiveModule
import ModuleRecording
import Network
import RealModule
import Terminal

/// `xlwm2m module record`: stands between a host and a module, and writes down what they say.
struct ModuleRecordCommand: Command {
    var port = ModulePortOptions()

    @Option("--at", "WAY", .way, help: "where the host finds the module: pty, pty=LINK or tcp:PORT [pty]")
    var way: ATWay?

    @Flag("--show-keys", help: "record the keys of Object 0 too") var showsKeys: Bool

    @Operands("FILE") var files: [String]

    static let name = "module record"

    static var description: CommandDescription {
        CommandDescription(
            summary: "record what a host and a module say to each other",
            discussion: """
                The host opens the port that --at names in place of the module's; every byte goes on as it comes. FILE gets a line
                of JSON for each line of either side, with its time, until SIGINT, SIGTERM or SIGHUP. It is never overwritten.

                Commands with keys of Object 0, and what a host reads of the client's database, are not recorded unless
                --show-keys is given.
                """,
            exits: ExitMeanings(
                ok: "the recording was ended", couldNotRun: "the port or the file cannot be used, or no longer"),
            examples: [
                CommandExample(
                    line: "xlwm2m module record --port /dev/ttyUSB0 --at pty=/tmp/modem session.jsonl",
                    explanation: "the host opens /tmp/modem instead of the module's port",
                    end: .withModuleUntilInterrupt)
            ])
    }

    func run() throws -> ExitCode {
        guard files.count == 1, let path = files.first else { throw CommandFailure.usage("name the file to write") }
        guard try !Files.exists(path) else {
            throw CommandFailure.couldNotRun("\(path) exists: name a new file")
        }
        let line = try port.open()
        let loop = try EventLoop.forCommand()
        let ending = Ending(loop)
        let host = try HostSide.open(way ?? .pseudoTerminal(link: nil), on: loop)
        defer { host.close() }
        let proxy: RecordingProxy
        do {
            proxy = try RecordingProxy(
                line.port, host: host, file: try OutputFile(path, mode: 0o600), showsKeys: showsKeys, on: loop)
        } catch { throw CommandFailure.couldNotRun("\(error)") }
        if !ending.isDue { loop.run() }
        proxy.end()
        if let failure = proxy.failure { throw CommandFailure.couldNotRun(failure) }
        Output.errorLine("\(path): \(proxy.count) lines")
        return try loop.ending(.ok)
    }
}

extension HostSide {
    /// Opens it, and says where it is.
    static func open(_ way: ATWay, on loop: EventLoop) throws -> HostSide {
        let host: HostSide
        do { host = try HostSide(way, on: loop) } catch { throw CommandFailure.couldNotRun(error.message) }
        if !host.name.isEmpty { Output.line("AT port \(host.name)") }
        if host.isReachableFromElsewhere { PortOptions.warnOfOthers(at: host.name) }
        return host
    }
}
