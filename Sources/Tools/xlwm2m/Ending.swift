import CommandLine
import Emulator
import FileSystem
import LiveModule
import Network
import Terminal

/// How a program that would run on ends: by a signal of the system, or because nobody takes what it says. It then ends as
/// it would at the end of its input.
final class Ending {
    /// Whether a signal ended the loop.
    private(set) var hasSignal = false
    private var nextStop = 0.0

    /// Stops the loop from now on when it is time.
    init(_ loop: EventLoop) {
        for signal in Interruption.signals {
            // The loop keeps this.
            loop.onSignal(signal) { [self, unowned loop] in
                hasSignal = true
                loop.stop()
            }
        }
        // It is told again after a while: a loop that begins to run forgets that it was to stop.
        loop.addDeadlines(
            next: { [self] in Output.isBroken ? nextStop : nil },
            advance: { [self, unowned loop] time in
                nextStop = time + 1
                loop.stop()
            })
    }

    /// Whether it is time to end, for whoever works without the loop.
    var isDue: Bool { EventLoop.hasSignalCome || Output.isBroken }
}

extension ModuleRun {
    /// Ends the module in good order, whatever ends the program: servers are left, and what is not saved is saved.
    ///
    /// - Parameters:
    ///   - code: the exit code where all of that goes well.
    ///   - keepsFlash: whether anybody will miss what cannot be saved.
    /// - Returns: the exit code.
    func end(_ code: ExitCode, _ wire: ServerWire, _ ports: ATPorts?, keepsFlash: Bool) -> ExitCode {
        wire.leave()
        module.switchOff()
        // They hold the module, which lets go of its files with them.
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
    /// How a command ends whose loop ended: as it says itself, unless the loop could not go on.
    ///
    /// - throws: `.couldNotRun` with the fault of the loop.
    func ending(_ code: ExitCode) throws -> ExitCode {
        if let fault { throw CommandFailure.couldNotRun(fault) }
        return code
    }
}
