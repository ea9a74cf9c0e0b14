import ATInterface
import Console
import Emulator
import FileSystem
import Lua
import Network
import ObjectHost
import Products
import Storage
import Wording

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `xlwm2m run`: the console on a module.
enum RunCommand {
    static var command: Command {
        Command(
            name: "run", summary: "serve Objects and talk to them at a prompt or from a script", arguments: "[DIR]",
            options: [
                .module,
                CommandOption(
                    "--flash", value: "DIR",
                    help: "the module's flash: keeps what it saves, and serves the Objects in DIR/XLWM2M"),
                CommandOption(
                    "--profile", value: "N",
                    help: "the operator profile (+UMNOPROF), the one of the factory unless told"),
                CommandOption(
                    "--all-objects", help: "a bench with every built-in Object on it, whatever the product has"),
                CommandOption("--factory", help: "begin with the exact factory state: the client may be disabled"),
                CommandOption(
                    "--commit", value: "WHEN", help: "when changes are saved: product, as it does it, or always"),
                CommandOption(
                    "--speed", value: "N",
                    help: "the module's time goes N times as fast, and a boot takes its time; else it is over at once"),
                CommandOption("--sim", value: "SIM", help: "an IMSI, test for a test SIM, or none"),
                CommandOption(
                    "--at", value: "WAY",
                    help: "an AT port: pty, pty=LINK, tcp:PORT, tcp:ADDRESS:PORT, stdio; several are possible"),
                .portLog,
                .shownKeys,
                .chaos,
                CommandOption(
                    "--shape", value: "SHAPE", help: "the speed and lateness of the AT ports: 115200,latency=20ms"),
            ] + ServerOptions.all + [
                .commands,
                .linesOfJSON,
                CommandOption("--watch", help: "serve a file as soon as it is saved, in DIR or in the flash"),
                CommandOption("--memory", value: "BYTES", help: "memory of the scripts, 8388608 unless told otherwise"),
                CommandOption(
                    "--instructions", value: "N", help: "instructions per call, 10000000 unless told otherwise"),
                CommandOption(
                    "--timeout", value: "SECONDS", help: "seconds until a call of a script is stopped, 5 unless told"),
                CommandOption("--imei", value: "DIGITS", help: "what lua_modem_get_imei answers"),
                CommandOption("--msisdn", value: "NUMBER", help: "what lua_modem_get_msisdn answers"),
                CommandOption(
                    "--carrier-id", value: "N",
                    help: "what lua_modem_get_carrier_id answers, N of --profile unless told"),
                CommandOption("--lenient-urc", help: "take both forms of lua_send_urc, whatever the product takes"),
            ],
            discussion: discussion,
            exits: ExitMeanings(
                ok: "all commands were carried out",
                findings: "a command from --exec or a pipe was refused or not understood",
                couldNotRun: "no Object can be loaded, a port or a file cannot be opened, or changes could not be saved"
            ),
            examples: [
                CommandExample(
                    line: "xlwm2m run --exec \"ls; ls /3\"", explanation: "the built-in Objects, two commands, and out"),
                CommandExample(
                    line: "xlwm2m run --product SARA-R422S-01B --profile 3 --exec ls",
                    explanation: "those of another module, for Verizon"),
                CommandExample(
                    line: "xlwm2m run objects --exec \"as 123; create /3300 5750=Temperature\" --json",
                    explanation: "the Objects of a folder, asked by server 123, answers for a script"),
                CommandExample(
                    line: "xlwm2m run --server coap://127.0.0.1:5683", explanation: "register with a server of LwM2M",
                    end: .onInterrupt),
                CommandExample(
                    line: "xlwm2m run --server coaps://127.0.0.1:5684 --psk hex:ABCDEF --pcap run.pcapng",
                    explanation: "the same with DTLS, recorded", end: .onInterrupt),
            ], run: run)
    }

    private static let discussion = """
        Without DIR the module is the product: it boots with the built-in Objects that the product has under its operator
        profile, with the Resources that it has there (xlwm2m products PRODUCT --profile N lists them), and with the
        instances of a new database. --all-objects serves all that are built in. With DIR every object_*.lua in it is served instead, as
        it is. On a terminal a prompt waits for commands; else they are read from standard input, one a line.

        commands:
        \(Verb.all.map { "  " + $0.usage.padded(to: 25) + " " + $0.summary }.joined(separator: "\n"))

        Events (URCs, pulses, prints, faults, restarts) appear as they happen, in lines that begin with '!'. With
        --json an answer is {"command":..., "code":"2.05", ...} with value, values, links, path, objects, paths,
        products, profile, set, sim, module, files, servers or explanation; a refusal has "code" and "error", a command
        that is not understood "error" and "column". An event is {"event":"urc","text":...}, or status with text, pulse
        with pin, print with file, line and text, fault with text, restart with reason, factoryReset, load with load,
        message with text.

        A new module stands on a desk: its client is enabled, whatever the factory does, and where the factory profile
        never starts it the profile is 100. A script that does not end is stopped, and its request fails.

        With --flash the module keeps its instances, values, profile and settings in DIR/LWM2M/object.db, a database of
        SQLite. It saves them as the product does: SARA-R5 when it goes off, is reset or is told to, the others 40
        seconds after a change too; --commit always saves each change at once. The end of the program switches the
        module off; a kill is a loss of power. A database that is damaged is renamed, and a new one begins. A file
        object_*.lua in DIR/XLWM2M is an Object from the next boot on; one that cannot be loaded stops the client's
        start. Another --profile begins with a new database.

        Lines that begin with AT go to the module's command line, at the prompt and in --exec, where they may stand
        among other commands: AT+CEREG?; ls. A script lets time pass with wait 2.5 and waits for its servers with wait
        registered 60, which fails when they have not answered in 60 seconds of the module's time. --at opens ports for
        hosts, on which a reset takes the time that it takes on the module; --speed shortens it. A pseudoterminal's LINK
        is gone with the program. TCP is reached from this machine alone, unless an ADDRESS is given. With stdio there is
        no console. docs/at.md has more.

        With --server the client has an account of that server in Objects 0 and 1, with every right, and registers; ^C
        de-registers. Each message is a line; -v adds its payload. Without a terminal the program then runs until SIGINT
        or SIGTERM. The servers of an operator profile are simulated inside the program unless --map says otherwise;
        what is not on this machine is contacted with --network any alone. A key is written as hex:ABCDEF, b64:q83v,
        str:TEXT or file:PATH. docs/client.md has more.

        XLWM2M_LINE_EDITOR names the library for line editing, as libreadline.so.8; none uses none.
        SIGINT, SIGTERM and SIGHUP end the program as the end of its input does: servers are left, what is not saved is
        saved. So does a standard output that nobody reads. Keys of Object 0 are shown with --show-keys alone.
        """

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        let speed = try speed(arguments.value("--speed"))
        let ways = try arguments.all("--at").map(ATWay.init)
        let conditions = try conditions(arguments)
        let loop = try eventLoop()
        let ending = Ending(loop)
        var configuration = try configuration(arguments)
        if let folder = configuration.folder { try checkFolder(folder) }
        // A host that comes over a port finds a file system in any case.
        let temporary = ways.isEmpty || arguments.has("--flash") ? nil : try TemporaryFolder()
        defer { temporary?.remove() }
        configuration.flash = try (arguments.value("--flash") ?? temporary?.flash).map {
            try openFlash($0, configuration.product)
        }
        let module: Module
        do {
            module = try Module(configuration)
        } catch {
            throw failure(error, configuration)
        }
        if let notice = module.database.notice { Output.errorLine("\(module.flash?.path ?? "")/\(notice)") }
        var note: (String) -> Void = { Output.errorLine($0) }
        let wire = try ServerWire(
            module, settings: try ServerOptions.settings(arguments, imei: module.imei),
            recording: arguments.value("--pcap"), on: loop, note: { note($0) })
        let commands = arguments.all("--exec")
        let isInteractive = commands.isEmpty && isatty(STDIN_FILENO) == 1
        if speed == nil { try boot(module) }
        let run = ModuleRun(module, speed: speed ?? 1)
        let skipsBoots = speed == nil && ways.isEmpty
        wire.catchUp = { [unowned run] in
            run.catchUp()
            // A server may have rebooted the module.
            if skipsBoots, run.module.isBooting { run.skipBoot() }
        }
        run.at.client = wire.client
        if speed != nil { module.powerOn() }
        let keepsFlash = arguments.has("--flash")
        if ways.contains(.standard) {
            return try serveStandard(run, ways, conditions, wire, on: loop, keepsFlash: keepsFlash)
        }
        let input = LineEditor.source(prompt: "> ", isInteractive: isInteractive)
        let front = ConsoleFront(
            run, input: input, isJSON: arguments.has("--json"), isInteractive: isInteractive,
            waitsForBoots: speed != nil || !ways.isEmpty, keepsFlash: keepsFlash,
            showsKeys: arguments.has("--show-keys"), wire: wire, ending: ending, on: loop)
        note = { [unowned front] text in front.note(text) }
        let isServing = !ways.isEmpty || arguments.has("--server")
        if isInteractive, !arguments.has("--json") {
            let name = "\(module.product.name), profile \(module.profile)"
            Output.line("xlwm2m \(programVersion), \(name); help lists the commands")
        }
        let ports = try open(ways, conditions, for: front, run, on: loop, asJSON: arguments.has("--json"))
        defer { ports?.close() }
        if let editor = input as? LineEditor { editor.endsOnInterrupt = isServing || keepsFlash }
        let watch = arguments.has("--watch") ? ObjectWatch(module) : nil
        if !commands.isEmpty { return try loop.ending(front.run(commands, watch: watch, ports: ports)) }
        return try loop.ending(front.serve(watch: watch, outlivesInput: isServing, ports: ports))
    }

    private static func failure(_ error: ModuleError, _ configuration: ModuleConfiguration) -> CommandFailure {
        let flash = configuration.flash?.path ?? ""
        switch error {
        case .host: return .couldNotRun("\(error): give more with --memory")
        case .store(.flash): return .couldNotRun("\(error)")
        case .store: return .couldNotRun("\(flash)/\(error); or name another folder with --flash")
        }
    }

    /// The first boot, which is over at once; what is said then is no answer to any command.
    static func boot(_ module: Module) throws {
        let listener = module.addListener { event in
            switch event {
            case .load(let report) where report.isFailure: Output.errorLine("\(report)")
            case .log(let text): Output.errorLine(text)
            default: break
            }
        }
        defer { module.removeListener(listener) }
        let calendar = module.unixTime
        module.powerOn()
        module.finishBoot()
        module.unixTime = calendar
        if case .stopped(.badObject) = module.cycle.state { Output.errorLine(module.whyNotRunning) }
        guard module.isRunning, module.host.objects.isEmpty else { return }
        let place = module.folder ?? "the program"
        throw CommandFailure.couldNotRun(
            module.objects.sources.isEmpty
                ? "\(place) holds no object_*.lua"
                    + (module.folder.map { "; xlwm2m init \(Shell.word($0)) makes one" } ?? "")
                : "no Object of \(place) could be loaded")
    }

    private static func checkFolder(_ folder: String) throws {
        guard let status = Files.status(folder) else {
            guard Verb.all.contains(where: { $0.name == folder }) else {
                throw CommandFailure.couldNotRun(
                    "there is no folder and no file \(folder): name one with Objects, object_*.lua")
            }
            throw CommandFailure.usage(
                "there is no folder \(folder); commands go into --exec: --exec \(Shell.word(folder))")
        }
        guard status.kind != .file else { return }
        do { _ = try Files.list(folder) } catch { throw CommandFailure.couldNotRun("\(error)") }
    }

    static func openFlash(_ folder: String, _ product: Product) throws -> Flash {
        do {
            let flash = try Flash(folder, limits: product.limits)
            for finding in try flash.findings() { Output.errorLine("\(folder)/\(finding)") }
            return flash
        } catch {
            throw CommandFailure.couldNotRun("\(error)")
        }
    }

    static func configuration(_ arguments: Arguments) throws -> ModuleConfiguration {
        guard arguments.positional.count <= 1 else {
            if let verb = arguments.positional.first, Verb.all.contains(where: { $0.name == verb }) {
                let commands = arguments.positional.joined(separator: " ")
                throw CommandFailure.usage("commands go into --exec: --exec \(Shell.word(commands))")
            }
            throw CommandFailure.usage("'\(arguments.positional[1])' is too much: name one folder")
        }
        var configuration = ModuleConfiguration(
            product: try ProductChoice.any(named: arguments.value("--product")))
        configuration.limits = LuaLimits(
            memory: try arguments.integer("--memory", in: 65_536...(1 << 40)) ?? LuaLimits().memory,
            instructions: try arguments.integer("--instructions", in: 1...(1 << 53)) ?? LuaLimits().instructions,
            seconds: try arguments.integer("--timeout", in: 1...3600).map(Double.init) ?? LuaLimits().seconds)
        if let imei = arguments.value("--imei") {
            guard ModuleSetting.isIMEI(imei) else {
                throw CommandFailure.usage("option '--imei' takes 15 digits, not '\(imei)'")
            }
            if let warning = InputWarnings.imei(imei) { Output.warn(warning) }
            configuration.imei = imei
        }
        configuration.sim = try sim(arguments.value("--sim"))
        if let msisdn = arguments.value("--msisdn") { configuration.sim?.msisdn = msisdn }
        configuration.profile = try arguments.value("--profile").map(ProfileChoice.profile)?.number
        configuration.carrierID = try arguments.integer("--carrier-id", in: 0...65535)
        configuration.takesEitherURCForm = arguments.has("--lenient-urc")
        configuration.folder = arguments.positional.first
        configuration.newModule = arguments.has("--factory") ? .factory : .desk
        // A client needs the Objects of its accounts.
        let isBench =
            configuration.folder != nil && configuration.product.supportsLua && !arguments.has("--server")
        configuration.builtIns = arguments.has("--all-objects") ? .all : isBench ? .none : .product
        configuration.commitPolicy = try commitPolicy(arguments.value("--commit"))
        configuration.unixTime = Int64(time(nil))
        return configuration
    }

    private static func sim(_ text: String?) throws -> SIMCard? {
        switch text {
        case nil: return .default
        case "none"?: return nil
        case "test"?: return .test
        case let imsi?:
            guard SIMCard.isIMSI(imsi) else {
                throw CommandFailure.usage("option '--sim' takes an IMSI of 15 digits, test or none, not '\(imsi)'")
            }
            var card = SIMCard.default
            card.imsi = imsi
            return card
        }
    }

    private static func commitPolicy(_ text: String?) throws -> CommitPolicy? {
        switch text {
        case nil, "product"?: return nil
        case "always"?: return .always
        case let word?: throw CommandFailure.usage("option '--commit' takes product or always, not '\(word)'")
        }
    }

    static func speed(_ text: String?) throws -> Double? {
        guard let text else { return nil }
        guard let speed = Double(text), (0.001...100_000).contains(speed) else {
            throw CommandFailure.usage("option '--speed' takes a number from 0.001 to 100000, not '\(text)'")
        }
        return speed
    }
}
