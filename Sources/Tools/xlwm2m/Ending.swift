import CommandLine
import Console
import Emulator
import FileSystem
import LiveModule
import Network
import Terminal

/// How a program that would otherwise keep running ends: by a signal of the system, or because its output is no longer
/// read. It then ends as it would at the end of its input.
final class Ending {
    /// Whether a signal ended the loop.
    private(set) var hasSignal = false
    private var nextStop = 0.0

    /// From now on, stops the loop when it is time.
    init(_ loop: EventLoop) {
        for signal in Interruption.signals {
            // The loop retains this.
            loop.onSignal(signal) { [self, unowned loop] in
                hasSignal = true
                loop.stop()
            }
        }
        // It is told again after a while: a loop that starts running forgets that it was meant to stop.
        loop.addDeadlines(
            next: { [self] in Output.isBroken ? nextStop : nil },
            advance: { [self, unowned loop] time in
                nextStop = time + 1
                loop.stop()
            })
    }

    /// The exit code of a command for how its commands ended; says on standard error that a signal cut them short.
    func code(_ end: CommandsEnd, of name: String) -> ExitCode {
        switch end {
        case .fine: return .ok
        case .failed: return .findings
        case .cutShort:
            if EventLoop.hasSignalCome {
                Output.errorLine("xlwm2m \(name): ended by a signal before all commands were carried out")
            }
            return .couldNotRun
        }
    }

    /// Whether it is time to end, for code that works without the loop.
    var isDue: Bool { EventLoop.hasSignalCome || Output.isBroken }
}

extension ModuleRun {
    /// Shuts the module down in an orderly way, whatever ends the program: de-registers from servers, and saves unsaved
    /// changes.
    ///
    /// - Parameters:
    ///   - code: the exit code if all of that succeeds.
    ///   - keepsFlash: whether it matters if something cannot be saved.
    /// - Returns: the exit code.
    func end(_ code: ExitCode, _ wire: ServerWire, _ ports: ATPorts?, keepsFlash: Bool) -> ExitCode {
        wire.leave()
        module.switchOff()
        // These closures retain the module, which releases its files along with them.
        afterTime = []
        Output.fail(ports?.close() ?? 0)
        var reasons = [wire.failure, ports?.failure].compactMap { $0?.description }
        if keepsFlash, let reason = module.database.unsavedReason {
            reasons.append("changes are lost that could not be saved: \(reason)")
        }
        for reason in reasons { Output.errorLine("xlwm2m: \(reason)") }
        return reasons.isEmpty ? code : .couldNotRun
    }
}

extension EventLoop {
    /// How a command ends after its loop ended: with its own exit code, unless the loop could not continue.
    ///
    /// - throws: `.couldNotRun` with the fault of the loop.
    func ending(_ code: ExitCode) throws -> ExitCode {
        if let fault { throw CommandFailure.couldNotRun(fault) }
        return code
    }
}
