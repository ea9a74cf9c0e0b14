import CommandLine
import Console
import Emulator
import JSON
import LiveModule
import LwM2M
import Network
import Products
import ServerConsole
import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A module that runs, with what the program has for it.
struct Running {
    let run: ModuleRun
    let wire: ServerWire
    let pages: PageOpener
    /// Where the page is to be; nil for the usual address.
    let pagePlace: ListeningPlace?
    let loop: EventLoop
    let ending: Ending
}

/// Where the words of a run go: to the standard streams, until there is a prompt that they must not disturb.
final class RunWords {
    private(set) var note: (String) -> Void = { Output.errorLine($0) }
    private(set) var show: (String) -> Void

    /// - Parameter keepsOutputFree: whether standard output is an AT port.
    init(keepsOutputFree: Bool) { show = { keepsOutputFree ? Output.errorLine($0) : Output.line($0) } }

    /// Puts them around the prompt from now on.
    func stand(around front: ConsoleFront) {
        let (note, show) = (note, show)
        self.note = { [weak front] in if let front { front.note($0) } else { note($0) } }
        self.show = { [weak front] in if let front { front.show($0) } else { show($0) } }
    }
}

extension RunCommand {
    /// The program's standard input and output are the console.
    func serveConsole(_ running: Running, _ words: RunWords) throws -> ExitCode {
        let (run, loop, ending) = (running.run, running.loop, running.ending)
        let isInteractive = commands.isEmpty && isatty(STDIN_FILENO) == 1
        let input = LineEditor.source(prompt: "> ", isInteractive: isInteractive)
        let front = ConsoleFront(
            run, input: input, isJSON: json, isInteractive: isInteractive, waitsForBoots: !skipsBoots,
            isQuiet: isQuiet, keepsFlash: flash != nil, showsKeys: ports.showsKeys, wire: running.wire,
            isDue: { ending.isDue }, on: loop)
        words.stand(around: front)
        if isInteractive, !json {
            let name = "\(run.module.product.name), profile \(run.module.profile)"
            Output.line("\(Program.xlwm2m.nameAndVersion), \(name); help lists the commands")
        }
        front.session.openPage = { [unowned pages = running.pages] (place) throws(LwM2MError) in
            "page at \(try pages.open(place))"
        }
        if page.isWanted { showPage(try open(running.pages, running.pagePlace)) }
        let isServing = !ways.isEmpty || servers.server != nil || page.isWanted
        let ports = try ways.isEmpty ? nil : openPorts(for: front, run, on: loop)
        defer { _ = ports?.close() }
        if let editor = input as? LineEditor { editor.endsOnInterrupt = isServing || flash != nil }
        let watch = watches ? ObjectWatch(run.module) : nil
        return withExtendedLifetime(front) {
            let end =
                commands.isEmpty
                ? front.serve(watch: watch, outlivesInput: isServing) : front.run(commands, watch: watch)
            running.pages.prepareEnd()
            defer { front.showEvents() }
            return run.end(ending.code(end, of: Self.name), running.wire, ports, keepsFlash: flash != nil)
        }
    }

    private func open(_ pages: PageOpener, _ place: ListeningPlace?) throws -> String {
        do { return try pages.open(place) } catch {
            throw CommandFailure.couldNotRun("option '\(page.$isWanted.name)': \(error.message)")
        }
    }

    private func showPage(_ url: String) {
        Output.line(json ? JSONValue.members(["event": "page", "url": .string(url)]).text : "page at \(url)")
    }

    /// Opens the ports and reports where they are.
    private func openPorts(for front: ConsoleFront, _ run: ModuleRun, on loop: EventLoop) throws -> ATPorts {
        let opened = try ports.open(ways, on: run, loop)
        for name in opened.names {
            Output.line(json ? JSONValue.members(["event": "port", "name": .string(name)]).text : "AT port \(name)")
        }
        opened.onNote = { [unowned front] in front.note($0) }
        return opened
    }

    /// The program's standard input and output are an AT port: there is no console, and everything else goes to
    /// standard error.
    func serveStandard(_ running: Running) throws -> ExitCode {
        let (run, loop) = (running.run, running.loop)
        if page.isWanted { Output.errorLine("page at \(try open(running.pages, running.pagePlace))") }
        let opened = try ports.open(ways, on: run, loop)
        for name in opened.names { Output.errorLine("AT port \(name)") }
        opened.onNote = { Output.errorLine($0) }
        let session = ConsoleSession(run.module)
        session.onEvent = { [unowned module = run.module] event in
            switch event {
            // The host reads these on its line.
            case .notify, .client, .update, .urc: break
            default: if let text = event.text(on: module.product) { Output.errorLine(text) }
            }
        }
        opened.onStandardEnd = { [unowned loop] in loop.stop() }
        run.follow(loop)
        return withExtendedLifetime(session) {
            loop.run()
            return run.end(.ok, running.wire, opened, keepsFlash: flash != nil)
        }
    }
}
