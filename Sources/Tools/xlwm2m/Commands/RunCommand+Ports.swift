import ATInterface
import Console
import Emulator
import JSON
import Network

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
        conditions.showsKeys = arguments.has("--show-keys")
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

    /// The program's own input and output are an AT port: there is no console, and everything else goes to standard
    /// error.
    static func serveStandard(
        _ run: ModuleRun, _ ways: [ATWay], _ conditions: ATPorts.Conditions, _ wire: ServerWire, on loop: EventLoop,
        keepsFlash: Bool
    ) throws -> ExitCode {
        let ports = try ATPorts(ways, conditions, run: run, on: loop)
        for name in ports.names { Output.errorLine("AT port \(name)") }
        ports.onNote = { Output.errorLine($0) }
        let session = ConsoleSession(run.module)
        session.onEvent = { [unowned module = run.module] event in
            switch event {
            // The host reads these on its line.
            case .notify, .client, .update, .urc: break
            default: if let text = event.text(on: module.product) { Output.errorLine(text) }
            }
        }
        ports.onStandardEnd = { [unowned loop] in loop.stop() }
        loop.addDeadlines(next: { run.nextDeadline }, advance: { _ in run.catchUp() })
        loop.run()
        return try loop.ending(run.end(.ok, wire, ports, keepsFlash: keepsFlash))
    }
}
