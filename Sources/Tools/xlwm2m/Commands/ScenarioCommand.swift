import ATInterface
import Clocks
import Emulator
import FileSystem
import Network
import Products

/// `xlwm2m scenario`: things happen to a module, and its host has to behave.
enum ScenarioCommand {
    static var command: Command {
        Command(
            name: "scenario", summary: "let things happen to a module while a host talks to it, and watch the host",
            arguments: "FILE",
            options: [
                .module,
                CommandOption("--profile", value: "N", help: "the operator profile (+UMNOPROF)"),
                CommandOption("--flash", value: "DIR", help: "the module's flash"),
                CommandOption("--factory", help: "begin with the exact factory state"),
                CommandOption("--speed", value: "N", help: "the module's time goes N times as fast"),
                CommandOption("--at", value: "WAY", help: "an AT port, as for run; pty unless told otherwise"),
                .portLog,
                .shownKeys,
                .chaos,
                CommandOption("--shape", value: "SHAPE", help: "the speed and lateness of the AT ports"),
                CommandOption("--verbose", help: "say each step as it is done"),
            ],
            discussion: """
                FILE has one step a line, each done when the one before it is; # begins a remark.

                expect PATTERN within TIME   the host sends such a line; * stands for anything
                never PATTERN                from here on the host must not send such a line
                urc TEXT                     the module sends it
                refuse +COMMAND [N times]    the command is refused, however right it is
                silence TIME                 the module takes what it is told and answers late
                network lost|home|roaming    the registration goes with it
                reset                        the module resets by itself
                power lost|on                the module goes off at once; it comes again
                wait TIME                    TIME is 5, 5s or 500ms
                """,
            exits: ExitMeanings(
                ok: "all steps are done", findings: "the host misbehaved; standard error has the line and the reason",
                couldNotRun: "FILE cannot be read or is no scenario, or a port cannot be opened"),
            examples: [
                CommandExample(
                    line: "xlwm2m scenario docs/at/boot.scenario --at pty=/tmp/modem",
                    explanation: "the host under test opens /tmp/modem", end: .withoutPeer)
            ], run: run)
    }

    private static let longestFile = 1 << 20

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        guard arguments.positional.count == 1, let path = arguments.positional.first else {
            throw CommandFailure.usage("name one file")
        }
        let scenario = try scenario(path)
        var ways = try arguments.all("--at").map(ATWay.init)
        if ways.isEmpty { ways = [.pseudoTerminal(link: nil)] }
        let conditions = try RunCommand.conditions(arguments)
        let speed = try RunCommand.speed(arguments.value("--speed"))
        let loop = try RunCommand.eventLoop()
        let ending = Ending(loop)
        let temporary = arguments.has("--flash") ? nil : try TemporaryFolder()
        defer { temporary?.remove() }
        let module = try module(arguments, flash: arguments.value("--flash") ?? temporary?.flash ?? "")
        let wire = try ServerWire(
            module, settings: try ServerOptions.settings(arguments, imei: module.imei), recording: nil, on: loop,
            note: { Output.errorLine($0) })
        try RunCommand.boot(module)
        let run = ModuleRun(module, speed: speed ?? 1)
        wire.catchUp = { [unowned run] in run.catchUp() }
        run.at.client = wire.client
        let ports = try ATPorts(ways, conditions, run: run, on: loop)
        defer { ports.close() }
        for name in ports.names { Output.line("AT port \(name)") }
        let code = play(scenario, path, run, ports, on: loop, ending, isVerbose: arguments.has("--verbose"))
        return try loop.ending(run.end(code, wire, ports, keepsFlash: arguments.has("--flash")))
    }

    private static func scenario(_ path: String) throws -> Scenario {
        do {
            let bytes = try Files.read(path, limit: longestFile)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw CommandFailure.couldNotRun("\(path) is not UTF-8")
            }
            return try Scenario(parsing: text)
        } catch let error as ScenarioError {
            throw CommandFailure.couldNotRun("\(path):\(error.line): \(error.message)")
        } catch let error as FileSystemError {
            throw CommandFailure.couldNotRun("\(error)")
        }
    }

    private static func module(_ arguments: Arguments, flash: String) throws -> Module {
        var configuration = ModuleConfiguration(
            product: try ProductChoice.any(named: arguments.value("--product")))
        configuration.profile = try arguments.value("--profile").map(ProfileChoice.profile)?.number
        configuration.newModule = arguments.has("--factory") ? .factory : .desk
        configuration.flash = try RunCommand.openFlash(flash, configuration.product)
        do { return try Module(configuration) } catch { throw CommandFailure.couldNotRun("\(error)") }
    }

    private static func play(
        _ scenario: Scenario, _ path: String, _ run: ModuleRun, _ ports: ATPorts, on loop: EventLoop, _ ending: Ending,
        isVerbose: Bool
    ) -> ExitCode {
        let course = ScenarioRun(scenario, on: run.at)
        if isVerbose { course.onStep = { Output.errorLine("\(path): \($0)") } }
        func look() { if course.verdict != .running { loop.stop() } }
        ports.onAnswered = { line in course.receive(line, at: MonotonicClock.now) }
        run.afterTime.append { look() }
        loop.addDeadlines(next: { run.nextDeadline }, advance: { _ in run.catchUp() })
        loop.addDeadlines(
            next: { course.nextDeadline },
            advance: { time in
                course.advance(to: time)
                run.catchUp()
            })
        course.start(at: loop.now)
        if course.verdict == .running { loop.run() }
        // The last line has its answer, too.
        if !ending.isDue { ports.letHostsTake() }
        switch course.verdict {
        case .passed: return .ok
        case .failed(let line, let reason):
            Output.errorLine("\(path):\(line): \(reason)")
            return .findings
        case .running:
            Output.errorLine("\(path): ended before its last step" + (ending.hasSignal ? ", by a signal" : ""))
            return .findings
        }
    }
}
