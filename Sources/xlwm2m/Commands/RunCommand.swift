import Console
import Lua
import Modem
import ObjectHost

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `xlwm2m run`: the console on a device.
enum RunCommand {
    static var command: Command {
        Command(
            name: "run", summary: "serve Objects and talk to them at a prompt or from a script", arguments: "[DIR]",
            options: [
                CommandOption(
                    "--product", value: "PRODUCT", help: "the module to be, SARA-R510S-01B unless told otherwise"),
                CommandOption("--flash", value: "DIR", help: "keep the instances over the end of the program, in DIR"),
                CommandOption(
                    "--profile", value: "N",
                    help: "the operator profile (+UMNOPROF): serve just what the product has under it"),
                CommandOption("--exec", value: "COMMANDS", help: "run commands, separated by ';', and end"),
                CommandOption("--json", help: "one JSON object per line for each answer and each event"),
                CommandOption("--watch", help: "serve a file as soon as it is saved"),
                CommandOption("--memory", value: "BYTES", help: "memory of the scripts, 8388608 unless told otherwise"),
                CommandOption(
                    "--instructions", value: "N", help: "instructions per call, 10000000 unless told otherwise"),
                CommandOption(
                    "--timeout", value: "SECONDS", help: "seconds until the watchdog ends a script, 5 unless told"),
                CommandOption("--imei", value: "DIGITS", help: "what lua_modem_get_imei answers"),
                CommandOption("--msisdn", value: "NUMBER", help: "what lua_modem_get_msisdn answers"),
                CommandOption(
                    "--carrier-id", value: "N",
                    help: "what lua_modem_get_carrier_id answers, N of --profile unless told"),
                CommandOption("--lenient-urc", help: "take both forms of lua_send_urc, whatever the product takes"),
            ],
            discussion: discussion,
            examples: [
                CommandExample(
                    line: "xlwm2m run --exec \"ls; ls /3\"", explanation: "the built-in Objects, two commands, and out"),
                CommandExample(
                    line: "xlwm2m run --product SARA-R422S-01B --profile 3 --exec ls",
                    explanation: "those of another module, for Verizon"),
                CommandExample(
                    line: "xlwm2m run objects --exec \"as 123; create /3300 5750=Temperature\" --json",
                    explanation: "the Objects of a folder, asked by server 123, answers for a script"),
            ], run: run)
    }

    private static let discussion = """
        Without DIR the built-in Objects are served: all of them, or with --profile N those that the product has under
        that operator, with the Resources that it has there (xlwm2m products PRODUCT --profile N lists them). With DIR
        every object_*.lua in it is served, as it is. On a terminal a prompt waits for commands; else they are read
        from standard input, one a line.

        commands:
        \(Verb.all.map { "  " + $0.usage + String(repeating: " ", count: max(1, 26 - $0.usage.count)) + $0.summary }
            .joined(separator: "\n"))

        Events (URCs, pulses, prints, faults, restarts) appear as they happen, in lines that begin with '!'. With
        --json an answer is {"command":..., "code":"2.05", ...} with value, values, links, path, objects, paths,
        products, profile, set or files; a refusal has "code" and "error", a command that is not understood "error" and
        "column". An event is {"event":"urc","text":...}, or pulse with pin, print with file, line and text, fault with
        text, restart with reason, factoryReset, load with load.

        A script that hangs is ended by a watchdog: the module restarts with its saved instances, as after
        lua_system_reboot.

        With --flash the instances are in DIR/LWM2M/object.db, a database of SQLite, as soon as a command has changed
        them; without it they go with the program. One that is damaged is renamed, and a new one begins.
        The operator profile is kept with them; another --profile begins without them.

        XLWM2M_LINE_EDITOR names the library for line editing, as libreadline.so.8; none uses none.
        Exit: 0; 1 if a command from --exec or a pipe was refused or not understood; 2 usage; 3 if no Object could be
        loaded.
        """

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        var settings = try settings(arguments)
        settings.store = try arguments.value("--flash").map(openStore)
        let device: ConsoleDevice
        do {
            device = try ConsoleDevice(settings)
        } catch {
            throw CommandFailure.couldNotRun("\(error): give more with --memory")
        }
        let commands = arguments.all("--exec")
        let isInteractive = commands.isEmpty && isatty(STDIN_FILENO) == 1
        let front = ConsoleFront(
            ConsoleSession(device), input: input(isInteractive: isInteractive), isJSON: arguments.has("--json"),
            isInteractive: isInteractive)
        let reports = try device.start()
        for report in reports where report.isFailure { Output.errorLine("\(report)") }
        if !reports.contains(where: { !$0.isFailure }) {
            let place = settings.folder ?? "the program"
            throw CommandFailure.couldNotRun(
                reports.isEmpty
                    ? "\(place) holds no object_*.lua" + (settings.folder.map { "; xlwm2m init \($0) makes one" } ?? "")
                    : "no Object of \(place) could be loaded")
        }
        if !commands.isEmpty { return front.run(commands) }
        if isInteractive, !arguments.has("--json") {
            let module = "\(device.product.name), profile \(device.profile)"
            Output.line("xlwm2m \(programVersion), \(module); help lists the commands")
        }
        return front.loop(watch: arguments.has("--watch") ? FileWatch(device) : nil)
    }

    private static func openStore(_ folder: String) throws -> Store {
        do {
            let flash = try Flash(folder)
            for finding in try flash.findings() { Output.errorLine("\(folder)/\(finding)") }
            let store = try Store(flash)
            if let notice = store.notice { Output.errorLine("\(folder)/\(notice)") }
            return store
        } catch {
            throw CommandFailure.couldNotRun("\(error)")
        }
    }

    private static func input(isInteractive: Bool) -> any InputSource {
        guard isInteractive, isatty(STDOUT_FILENO) == 1 else { return PlainInput() }
        return LineEditor(prompt: prompt, history: History()) ?? PlainInput(prompt: prompt)
    }

    private static let prompt = "> "

    private static func settings(_ arguments: Arguments) throws -> DeviceSettings {
        guard arguments.positional.count <= 1 else {
            throw CommandFailure.usage("'\(arguments.positional[1])' is too much: name one folder")
        }
        let limits = LuaLimits(
            memory: try arguments.integer("--memory", in: 65_536...(1 << 40)) ?? LuaLimits().memory,
            instructions: try arguments.integer("--instructions", in: 1...(1 << 53)) ?? LuaLimits().instructions,
            seconds: try arguments.integer("--timeout", in: 1...3600).map(Double.init) ?? LuaLimits().seconds)
        var bindings = try ProductChoice.product(named: arguments.value("--product")).bindings
        if let imei = arguments.value("--imei") {
            guard ModuleSetting.isIMEI(imei) else {
                throw CommandFailure.usage("option '--imei' takes 15 digits, not '\(imei)'")
            }
            bindings.imei = imei
        }
        if let msisdn = arguments.value("--msisdn") { bindings.msisdn = msisdn }
        let profile = try arguments.value("--profile").map(ProfileChoice.profile)?.number
        if let profile { bindings.carrierID = profile }
        if let carrier = try arguments.integer("--carrier-id", in: 0...65535) { bindings.carrierID = carrier }
        if arguments.has("--lenient-urc") { bindings.urcForm = .either }
        var settings = DeviceSettings(folder: arguments.positional.first, bindings: bindings, limits: limits)
        settings.profile = profile
        return settings
    }
}
