import ATInterface
import CommandLine
import Console
import Emulator
import FileSystem
import LiveModule
import Network
import Products
import Terminal

/// `xlwm2m scenario`: things happen to a module, and its host must respond correctly.
struct ScenarioCommand: Command {
    let choice = ProductOption()

    @Option("--profile", "N", .profile, help: "the operator profile (+UMNOPROF)") var profile: MNOProfile?

    @Option("--flash", "DIR", .text, help: "the module's flash") var flash: String?

    @Flag("--factory", help: "begin with the exact factory state") var isNew: Bool

    @Flag("--all-objects", help: "serve every built-in Object, whatever the product has") var hasAllObjects: Bool

    @Option("--objects", "DIR", .text, help: "serve every object_*.lua of this folder instead") var folder: String?

    @Option("--speed", "N", .speed, help: "the module's time goes N times as fast") var speed: Double?

    @OptionList("--at", "WAY", .way, help: "an AT port, as for run [pty]") var ways: [ATWay]

    let ports = PortOptions()

    let servers = ServerOptions()

    @Operands("FILE") var files: [String]

    static let name = "scenario"
    static let sharedSettings: Set<SharedSetting> = [.product, .profile]

    static var description: CommandDescription {
        CommandDescription(
            summary: "let things happen to a module while a host talks to it, and watch the host",
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
                do LINE                      as at the prompt of run: verbs, AT commands
                answer PATTERN               a line of the answer to the last do or load is so
                told URC within TIME         the module sends it, or has since the last told
                load NAME.lua                one more Object: the lines below, each after '| '
                pass TIME                    that much of the module's time passes at once
                speed N                      the module's time goes N times as fast

                A do or a load that is refused, fails or is not understood fails the scenario, unless an answer step
                stands below it.
                A page saves its actions as such a file (docs/page.md). A scenario that acts by itself, and expects nothing
                of a host, opens no port unless told to, and boots at once. --verbose reports each step.
                """,
            exits: ExitMeanings(
                ok: "all steps are done",
                findings:
                    "the host misbehaved, or an answer was another one; standard error has the line and the reason",
                couldNotRun: "FILE cannot be read or is not a scenario, or a port cannot be opened"),
            examples: [
                CommandExample(
                    line: "xlwm2m scenario docs/at/boot.scenario --at pty=/tmp/modem",
                    explanation: "the host under test opens /tmp/modem", end: .withoutPeer)
            ])
    }

    private static let longestFile = 1 << 20

    func run() throws -> ExitCode {
        guard files.count == 1, let path = files.first else { throw CommandFailure.usage("name one file") }
        try PortOptions.check(ways)
        try OutputPlaces([servers.recordingPlace, ports.logPlace]).checkApart()
        let scenario = try Self.scenario(path)
        let loop = try EventLoop.forCommand()
        let ending = Ending(loop)
        let temporary = flash == nil ? try TemporaryFolder() : nil
        defer { temporary?.remove() }
        let module = try module(flash: flash ?? temporary?.flash ?? "")
        let settings = try servers.settings(imei: module.imei)
        let isVerbose = servers.isVerbose
        let wire = ServerWire(
            module, settings: settings, conditions: servers.conditions, capture: try servers.capture(on: loop),
            on: loop, note: { Output.errorLine($0) })
        try ModuleStart.boot(module)
        let run = ModuleRun(module, speed: speed ?? 1)
        loop.passTime = { [unowned run] in run.catchUp() }
        run.at.client = wire.client
        let isAlone = ways.isEmpty && !scenario.hasHost
        let opened = try ports.open(ways.isEmpty && !isAlone ? [.pseudoTerminal(link: nil)] : ways, on: run, loop)
        defer { _ = opened.close() }
        for name in opened.names { Output.line("AT port \(name)") }
        let session = ConsoleSession(module, keepsEvents: false)
        session.keepsFlash = flash != nil
        session.network = wire.client
        let prompt = ScenarioConsole(session, run, skipsBoots: !scenario.hasHost)
        let course = ScenarioRun(scenario, on: run.at, prompt: prompt)
        if isVerbose { course.onStep = { Output.errorLine("\(path): \($0)") } }
        course.play(at: opened, run, on: loop)
        // The last line is answered too.
        if !ending.isDue { opened.letHostsTake() }
        let code = Self.verdict(course, path, ending)
        return try loop.ending(run.end(code, wire, opened, keepsFlash: flash != nil))
    }

    private static func scenario(_ path: String) throws -> Scenario {
        do {
            let bytes = try Files.readText(path, limit: longestFile)
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

    private func module(flash: String) throws -> Module {
        var configuration = ModuleConfiguration(product: choice.product ?? .default)
        configuration.profile = profile?.number
        configuration.newModule = isNew ? .factory : .desk
        configuration.flash = try ModuleStart.flash(flash, configuration.product)
        configuration.folder = folder
        let isBench = folder != nil && configuration.product.supportsLua
        configuration.builtIns = hasAllObjects ? .all : isBench ? .none : .product
        do { return try Module(configuration) } catch { throw CommandFailure.couldNotRun("\(error)") }
    }

    private static func verdict(_ course: ScenarioRun, _ path: String, _ ending: Ending) -> ExitCode {
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
