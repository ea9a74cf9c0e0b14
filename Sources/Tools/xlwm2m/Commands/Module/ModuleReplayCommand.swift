import CommandLine
import FileSystem
import LiveModule
import ModuleRecording
import Network
import Terminal

/// `xlwm2m module replay`: a recorded module answers as it did.
struct ModuleReplayCommand: Command {
    @Option("--at", "WAY", .way, help: "where the host finds it: pty, pty=LINK, tcp:PORT or stdio [pty]")
    var way: ATWay?

    @Option(
        "--order", "ORDER", .word,
        help:
            "strict: only the command that came next; any: every command that\nwas recorded, as often as it is asked [strict]"
    )
    var order: ReplayedModule.Order?

    @Option("--speed", "N", .speed, help: "answer N times as fast as recorded") var speed: Double?

    @Operands("FILE") var files: [String]

    static let name = "module replay"

    static var description: CommandDescription {
        CommandDescription(
            summary: "replay a recorded module, which answers as it did",
            discussion: """
                FILE is a recording of xlwm2m module record. What the module said comes as late after the command as it did,
                URCs as well; a next command does not wait for them. A command that was not recorded, at this point with
                --order strict, is answered ERROR, and said on standard error.

                With --order strict it ends when the last command was answered and the host has closed the port; otherwise at
                SIGINT, SIGTERM or SIGHUP.
                """,
            exits: ExitMeanings(
                ok: "the host asked what was recorded",
                findings: "the host asked something else or, with --order strict, not everything",
                couldNotRun: "FILE is not a recording, or the port cannot be opened"),
            examples: [
                CommandExample(
                    line: "xlwm2m module replay --at stdio docs/recording/sara-r510s.jsonl",
                    explanation: "answer as that module did", end: .withoutPeer)
            ])
    }

    func run() throws -> ExitCode {
        guard files.count == 1, let path = files.first else { throw CommandFailure.usage("name one recording") }
        let recording = try Recording.inFile(path)
        let loop = try EventLoop.forCommand()
        let ending = Ending(loop)
        let host = try HostSide.open(way ?? .pseudoTerminal(link: nil), on: loop)
        defer { host.close() }
        var module: ReplayedModule?
        var told = 0
        func tell() {
            for problem in module?.problems.dropFirst(told) ?? [] { Output.errorLine("\(path): \(problem)") }
            told = module?.problems.count ?? 0
        }
        let isStrict = (order ?? .strict) == .strict
        // Nobody comes again to the program's own input.
        let isOnce = way == .standard
        module = ReplayedModule(recording, order: order ?? .strict, speed: speed ?? 1, at: loop.now)
        host.onBytes = { [unowned loop, unowned host] bytes in
            module?.receive(bytes, at: loop.now)
            tell()
            if let output = module?.takeOutput(at: loop.now) { host.send(output) }
        }
        host.onHangUp = { [unowned loop] in if isOnce || (isStrict && module?.isAtEnd == true) { loop.stop() } }
        loop.addDeadlines(
            next: { module?.deadline },
            advance: { [unowned host] time in if let output = module?.takeOutput(at: time) { host.send(output) } })
        if !ending.isDue { loop.run() }
        guard let module else { return .ok }
        if isStrict, let expected = module.expected, module.problems.isEmpty {
            Output.errorLine("\(path): the host ended before '\(expected)'")
            return try loop.ending(.findings)
        }
        return try loop.ending(module.problems.isEmpty ? .ok : .findings)
    }
}

extension Recording {
    /// Reads a recording.
    ///
    /// - throws: `couldNotRun` for a file that cannot be read or is none, with its line.
    static func inFile(_ path: String) throws -> Recording {
        do {
            return try Recording(parsing: try Files.readText(path, limit: longest))
        } catch let error as RecordingError {
            throw CommandFailure.couldNotRun("\(path):\(error.line): \(error.message)")
        } catch let error as FileSystemError {
            throw CommandFailure.couldNotRun("\(error)")
        }
    }
}
