import ATInterface
import CommandLine
import Console
import Emulator
import FileSystem
import JSON
import LiveModule
import Lua
import Network
import ObjectHost
import Products
import Storage
import Terminal
import ValueSources
import Wording

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `xlwm2m run`: the console on a module.
struct RunCommand: Command {
    let choice = ProductOption()

    @Option(
        "--flash", "DIR", .text,
        help: "the module's flash: keeps what it saves, and serves the Objects in DIR/XLWM2M")
    var flash: String?

    @Option(
        "--profile", "N", .profile, help: "the operator profile (+UMNOPROF) [the factory's]")
    var profile: MNOProfile?

    @Flag("--all-objects", help: "a bench with every built-in Object on it, whatever the product has")
    var hasAllObjects: Bool

    @Flag("--factory", help: "begin with the exact factory state: the client may be disabled") var isNew: Bool

    @Option("--commit", "WHEN", .commit, help: "when changes are saved: product, as it does it, or always")
    var commit: Commit?

    @Option(
        "--speed", "N", .speed,
        help: "the module's time goes N times as fast, and a boot takes its time; otherwise it is over at once")
    var speed: Double?

    @Option("--sim", "SIM", .sim, help: "an IMSI, test for a test SIM, or none") var sim: SIMCard??

    @OptionList(
        "--at", "WAY", .way,
        help: "an AT port: pty, pty=LINK, tcp:PORT, tcp:ADDRESS:PORT, stdio; several are possible")
    var ways: [ATWay]

    let ports = PortOptions()
    let servers = ServerOptions()
    let scripts = ScriptViewOptions()
    let page = PageOptions()

    @OptionList("--exec", "COMMANDS", .text, help: SharedHelp.commands) var commands: [String]

    @Flag("--json", help: SharedHelp.linesOfJSON) var json: Bool

    @Option(
        "--values", "FILE", .text, help: "write the values that FILE describes while time passes; see docs/values.md")
    var values: String?

    @Flag("--quiet", help: "show the answers of commands alone, and no messages and events") var isQuiet: Bool

    @Flag("--watch", help: "serve a file as soon as it is saved, in DIR or in the flash") var watches: Bool

    @Option(
        "--memory", "BYTES", .integer(in: 65_536...(1 << 40)),
        help: "memory of the scripts [8388608]")
    var memory: Int?

    @Option(
        "--instructions", "N", .integer(in: 1...(1 << 53)),
        help: "instructions per call [10000000]")
    var instructions: Int?

    @Option(
        "--timeout", "SECONDS", .integer(in: 1...3600),
        help: "seconds until a call of a script is stopped [5]")
    var timeout: Int?

    @Option("--imei", "DIGITS", .imei, help: "what lua_modem_get_imei answers") var imei: String?

    @Option("--msisdn", "NUMBER", .text, help: "what lua_modem_get_msisdn answers") var msisdn: String?

    @Option(
        "--carrier-id", "N", .integer(in: 0...65535),
        help: "what lua_modem_get_carrier_id answers [N of --profile]")
    var carrierID: Int?

    @Flag("--lenient-urc", help: "take both forms of lua_send_urc, whatever the product takes")
    var takesEitherURCForm: Bool

    @Flag("--undo-refused", help: SharedHelp.undoRefused) var undoesRefusals: Bool

    @Operands("[DIR]") var folders: [String]

    enum Commit: String {
        case product, always
    }

    static let name = "run"
    static let sharedSettings: Set<SharedSetting> = [.product, .profile, .server, .folders]

    static var description: CommandDescription {
        CommandDescription(
            summary: "serve Objects and talk to them at a prompt or from a script",
            discussion: discussion,
            exits: ExitMeanings(
                ok: "all commands were carried out",
                findings: "a command from --exec or a pipe was refused or not understood",
                couldNotRun: "no Object loads, a port or a file cannot be opened, changes cannot be saved, "
                    + "or a signal cut commands short"),
            examples: [
                CommandExample(
                    line: "xlwm2m run --exec \"ls; ls /3\"", explanation: "the built-in Objects, two commands, and out"),
                CommandExample(
                    line: "xlwm2m run --product SARA-R422S-01B --profile 3 --exec ls",
                    explanation: "the Objects of another module, for Verizon"),
                CommandExample(
                    line: "xlwm2m run objects --exec \"as 123; create /3300 5750=Temperature\" --json",
                    explanation: "the Objects of a folder, asked by server 123, answers for a script"),
                CommandExample(
                    line: "xlwm2m run objects --trace lua --exec \"create /3300; write /3300/0/5750 Oven\"",
                    explanation: "say what is called in the scripts, with arguments and answers"),
                CommandExample(
                    line: "xlwm2m run --server coap://127.0.0.1:5683", explanation: "register with an LwM2M server",
                    end: .onInterrupt),
                CommandExample(
                    line: "xlwm2m run --server coaps://127.0.0.1:5684 --psk hex:ABCDEF --pcap run.pcapng",
                    explanation: "the same with DTLS, recorded", end: .onInterrupt),
            ])
    }

    private static let discussion = """
        Without DIR the module is the product: it boots with the built-in Objects that the product has under its operator
        profile, with the Resources that it has there (xlwm2m products PRODUCT --profile N lists them), and with the
        instances of a new database. --all-objects serves all built-in Objects. With DIR every object_*.lua in it is
        served instead, unchanged. On a terminal a prompt waits for commands; otherwise they are read from standard
        input, one a line.

        commands:
        \(Verb.table(indent: 2, width: 25))

        Events (URCs, pulses, prints, faults, restarts) appear as they happen, in lines that begin with '!'. With
        --json an answer is {"command":..., "code":"2.05", ...} with value, values, links, path, objects, paths,
        products, profile, set, sim, module, files, servers or explanation; a refusal has "code" and "error", a command
        that is not understood "error" and "column". An event is {"event":"urc","text":...}, or status with text, pulse
        with pin, print with file, line and text, fault with text, restart with reason, factoryReset, load with load,
        message with text.

        A new module stands on a desk: its client is enabled, whatever the factory does, and if the factory profile
        never starts it, the profile is 100. A script that does not end is stopped, and its request fails.

        With --flash the module keeps its instances, values, profile and settings in DIR/LWM2M/object.db, an SQLite
        database. It saves them as the product does: SARA-R5 when it goes off, is reset or is told to, the others 40
        seconds after a change too; --commit always saves each change at once. The end of the program switches the
        module off; a kill is a loss of power. A database that is damaged is renamed, and a new one begins. A file
        object_*.lua in DIR/XLWM2M is an Object from the next boot on; one that cannot be loaded stops the client's
        start. Another --profile begins with a new database.

        Lines that begin with AT go to the module's command line, at the prompt and in --exec, where they may stand
        among other commands: AT+CEREG?; ls. A script lets time pass with wait 2.5 and waits for its servers with wait
        registered 60, which fails if they have not answered within 60 seconds of the module's time. --at opens ports for
        hosts, on which a reset takes as long as on the module; --speed shortens it. A pseudoterminal's LINK goes away
        with the program. TCP is reached only from this machine, unless an ADDRESS is given. With stdio there is no
        console. docs/at.md has more.

        With --server the client has an account for that server in Objects 0 and 1, with every right, and registers; ^C
        de-registers. Each message is a line; -v adds its payload. Without a terminal the program then runs until SIGINT
        or SIGTERM. The servers of an operator profile are simulated inside the program unless --map says otherwise;
        other machines are contacted only with --network any. A key is written as hex:ABCDEF, b64:q83v,
        str:TEXT, file:PATH or env:NAME. docs/client.md has more.

        XLWM2M_LINE_EDITOR names the library for line editing, as libreadline.so.8; none uses none.
        SIGINT, SIGTERM and SIGHUP end the program as the end of its input does: servers are left, what is not saved is
        saved. So does a standard output that nobody reads. Keys of Object 0 are shown only with --show-keys.
        """

    func run() throws -> ExitCode {
        try checkOptions()
        let loop = try EventLoop.forCommand()
        let ending = Ending(loop)
        var folders = folders
        let pagePlace = try page.place(&folders)
        var configuration = try configuration(folders)
        if let folder = configuration.folder { try Self.checkFolder(folder) }
        try scripts.check()
        try page.check()
        let sources = try values.map(Self.sources) ?? []
        let profiles = ScriptProfiles()
        if scripts.isProfiled {
            configuration.prepareScripts = { (lua) throws(LuaError) in try profiles.begin(lua) }
        }
        let words = RunWords(keepsOutputFree: ways.contains(.standard))
        configuration.trace = trace { words.show($0) }
        defer { configuration.trace?.onCall = nil }
        // A host that connects over a port finds a file system in any case.
        let temporary = ways.isEmpty || flash != nil ? nil : try TemporaryFolder()
        defer { temporary?.remove() }
        configuration.flash = try (flash ?? temporary?.flash).map { try ModuleStart.flash($0, configuration.product) }
        let module = try ModuleStart.module(configuration)
        if let notice = module.database.notice { Output.errorLine("\(module.flash?.path ?? "")/\(notice)") }
        let wire = try wire(of: module, words, on: loop)
        let run = try start(module, wire, on: loop)
        let moving = sources.isEmpty ? nil : ModuleValues(sources, run: run, on: loop, note: { words.note($0) })
        defer { withExtendedLifetime(moving) {} }
        let pages = PageOpener(run, wire, keepsFlash: flash != nil, skipsBoots: skipsBoots, on: loop)
        defer { withExtendedLifetime(pages) {} }
        if page.record != nil { pages.beginRecording() }
        let running = Running(run: run, wire: wire, pages: pages, pagePlace: pagePlace, loop: loop, ending: ending)
        let code = try ways.contains(.standard) ? serveStandard(running) : serveConsole(running, words)
        try pages.endRecording(page.record)
        if scripts.isProfiled { try scripts.report(profiles.all) }
        return try loop.ending(code)
    }

    /// Whether the console waits for no boot.
    var skipsBoots: Bool { speed == nil && ways.isEmpty }

    /// The client of the module on its way to servers.
    private func wire(of module: Module, _ words: RunWords, on loop: EventLoop) throws -> ServerWire {
        var settings = try servers.settings(imei: module.imei)
        settings.logsMessages = !isQuiet
        return ServerWire(
            module, settings: settings, conditions: servers.conditions, capture: try servers.capture(on: loop),
            on: loop, note: { words.note($0) })
    }

    /// Boots the module, at once unless its time goes at a speed that the options name.
    private func start(_ module: Module, _ wire: ServerWire, on loop: EventLoop) throws -> ModuleRun {
        if speed == nil { try ModuleStart.boot(module) }
        let run = ModuleRun(module, speed: speed ?? 1)
        loop.passTime = { [unowned run, skipsBoots] in
            run.catchUp()
            // A server may have rebooted the module.
            if skipsBoots, run.module.isBooting { run.skipBoot() }
        }
        run.at.client = wire.client
        if speed != nil { module.powerOn() }
        return run
    }

    /// The trace requested by the options; nil if there is none.
    private func trace(_ show: @escaping (String) -> Void) -> CallTrace? {
        guard scripts.trace == .lua else { return nil }
        let trace = CallTrace()
        trace.showsKeys = ports.showsKeys
        trace.onCall = { [json] call in show(json ? call.json.text : "! " + call.line) }
        return trace
    }
}

extension RunCommand {
    /// The module requested by the options.
    private func configuration(_ folders: [String]) throws -> ModuleConfiguration {
        guard folders.count <= 1 else {
            if Verb(rawValue: folders[0]) != nil {
                throw CommandFailure.usage(
                    "commands go into --exec: --exec \(Shell.word(folders.joined(separator: " ")))")
            }
            throw CommandFailure.usage("unexpected argument '\(folders[1])': name one folder")
        }
        var configuration = ModuleConfiguration(product: choice.product ?? .default)
        configuration.limits = LuaLimits(
            memory: memory ?? LuaLimits().memory, instructions: instructions ?? LuaLimits().instructions,
            seconds: timeout.map(Double.init) ?? LuaLimits().seconds)
        if let imei { configuration.imei = imei }
        configuration.sim = sim ?? .default
        if let msisdn { configuration.sim?.msisdn = msisdn }
        configuration.profile = profile?.number
        configuration.carrierID = carrierID
        configuration.takesEitherURCForm = takesEitherURCForm
        configuration.undoesRefusals = undoesRefusals
        configuration.folder = folders.first
        configuration.newModule = isNew ? .factory : .desk
        // A client needs the Objects of its accounts.
        let isBench = configuration.folder != nil && configuration.product.supportsLua && servers.server == nil
        configuration.builtIns = hasAllObjects ? .all : isBench ? .none : .product
        configuration.commitPolicy = commit == .always ? .always : nil
        configuration.unixTime = Int64(time(nil))
        return configuration
    }

    /// The sources in a file.
    ///
    /// - throws: `couldNotRun` with what is wrong with it, and where.
    private static func sources(_ file: String) throws -> [ValueSource] {
        do throws(ValueSourceError) { return try ValueSourceReader.read(file) } catch {
            throw CommandFailure.couldNotRun("\(error)")
        }
    }
}

extension ValueReader<RunCommand.Commit> {
    fileprivate static var commit: ValueReader {
        ValueReader(takes: "product or always") { RunCommand.Commit(rawValue: $0) }
    }
}

extension ValueReader<String> {
    /// The identity of a module; a wrong check digit causes a warning.
    fileprivate static var imei: ValueReader {
        ValueReader(takes: "15 digits") { text in
            guard ModuleSetting.isIMEI(text) else { return nil }
            if let warning = ModuleSetting.imeiWarning(text) { Output.warn(warning) }
            return text
        }
    }
}
