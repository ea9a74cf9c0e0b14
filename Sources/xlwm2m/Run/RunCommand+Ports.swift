import ATInterface
import Console
import Emulator
import JSON
import Network

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension RunCommand {
    /// How the AT ports behave, from the options.
    static func conditions(_ arguments: Arguments) throws -> ATPorts.Conditions {
        var conditions = ATPorts.Conditions()
        if let text = arguments.value("--shape") {
            guard let shape = LineShape(text) else {
                throw CommandFailure.usage(
                    "option '--shape' takes a speed, latency=TIME or both, as 115200,latency=20ms, not '\(text)'")
            }
            conditions.shape = shape
        }
        conditions.chaosSeed = try arguments.integer("--urc-chaos", in: 0...Int.max).map(UInt64.init)
        conditions.log = arguments.value("--at-log")
        return conditions
    }

    static func eventLoop() throws -> EventLoop {
        do { return try EventLoop() } catch { throw CommandFailure.couldNotRun(error.message) }
    }

    /// Opens the ports and says where they are; nil where there are none.
    static func open(
        _ ways: [ATWay], _ conditions: ATPorts.Conditions, for front: ConsoleFront, _ run: ModuleRun,
        on loop: EventLoop, asJSON: Bool
    ) throws -> ATPorts? {
        guard !ways.isEmpty else { return nil }
        let ports = try ATPorts(ways, conditions, run: run, on: loop)
        for name in ports.names {
            Output.line(
                asJSON ? JSONValue.members(["event": "port", "name": .string(name)]).text : "AT port \(name)")
        }
        ports.onNote = { [unowned front] in front.note($0) }
        return ports
    }

    /// What the system sends to end a program.
    static let endingSignals = [SIGTERM, SIGINT, SIGHUP]

    /// Ends the loop, and so the program in good order, when the system wants it to end.
    static func stopOnSignals(_ loop: EventLoop) {
        for signal in endingSignals { loop.onSignal(signal) { [unowned loop] in loop.stop() } }
    }

    /// Ends the console in good order when the system wants the program to end.
    static func stop(_ front: ConsoleFront, onSignalsOf loop: EventLoop) {
        for signal in endingSignals { loop.onSignal(signal) { [unowned front] in front.interrupt() } }
    }

    /// The program's own input and output are an AT port: there is no console, and everything else goes to standard
    /// error.
    static func serveStandard(
        _ run: ModuleRun, _ ways: [ATWay], _ conditions: ATPorts.Conditions, _ wire: ServerWire, on loop: EventLoop
    ) throws -> ExitCode {
        let ports = try ATPorts(ways, conditions, run: run, on: loop)
        defer { ports.close() }
        for name in ports.names { Output.errorLine("AT port \(name)") }
        ports.onNote = { Output.errorLine($0) }
        let session = ConsoleSession(run.module)
        session.onEvent = { event in
            switch event {
            // The host reads these on its line.
            case .urc, .status: break
            default: Output.errorLine(event.text)
            }
        }
        ports.onStandardEnd = { [unowned loop] in loop.stop() }
        loop.addDeadlines(next: { run.nextDeadline }, advance: { _ in run.catchUp() })
        stopOnSignals(loop)
        loop.run()
        wire.leave()
        run.module.switchOff()
        return try loop.ending(.ok)
    }
}
