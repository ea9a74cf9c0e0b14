import ATInterface
package import Emulator

/// The emulated module that a recording is compared with: commands in, lines out, on a clock that only this moves.
package final class EmulatedAnswers {
    private let at: ATModule
    private let session: ATSession
    /// The module's time at the start of the recording.
    private let origin: Double
    private var reason: String?

    /// What one command brought.
    package struct Answer: Hashable, Sendable {
        /// The lines up to the final result code; empty if the module was silent.
        package var lines: [String]
        /// The lines since the answer before.
        package var earlier: [String]
        /// The lines after it.
        package var urcs: [String]
        /// Seconds until the final result code; nil without one.
        package var duration: Double?
        /// Why it was refused, for people.
        package var reason: String?
    }

    /// The longest wait for an answer, in seconds of the module: that of `+COPS`.
    private static let patience = 200.0

    /// Serves a module that is on and has booted.
    package init(_ module: Module) {
        at = ATModule(module)
        session = ATSession(at)
        session.takesEcho = false
        at.advance(to: module.now + 1)
        _ = session.takeOutput()
        origin = module.now
        session.onLog = { [unowned self] text in reason = text }
    }

    /// Lets time pass until a moment of the recording, sends a command, and waits for its answer.
    ///
    /// - Parameters:
    ///   - time: seconds since the recording began.
    ///   - data: the bytes of a file, which are sent at the prompt.
    package func ask(_ command: String, data: [UInt8]?, at time: Double) -> Answer {
        pass(to: max(at.device.now, origin + time))
        var text = session.takeOutput()
        let urcs = ATSession.lines(of: text)
        reason = nil
        let start = at.device.now
        session.receive(Array(command.utf8) + [13], at: start)
        text = []
        var isSent = data == nil
        while true {
            text += session.takeOutput()
            if session.isUploading, !isSent, let data {
                isSent = true
                session.receive(data, at: at.device.now)
                continue
            }
            if Self.hasEnded(text) || !session.isWorking { break }
            guard let next = at.nextDeadline, next <= start + Self.patience else { break }
            pass(to: next)
        }
        text += session.takeOutput()
        let lines = ATSession.lines(of: text)
        let end = lines.firstIndex(where: ReadLine.isFinalResult)
        return Answer(
            lines: Array(lines[..<(end.map { $0 + 1 } ?? lines.count)]),
            earlier: urcs, urcs: end.map { Array(lines[($0 + 1)...]) } ?? [],
            duration: end.map { _ in at.device.now - start }, reason: reason)
    }

    /// Lets time pass until a moment of the recording; the lines that came meanwhile.
    package func listen(until time: Double) -> [String] {
        pass(to: max(at.device.now, origin + time))
        return session.takeLines()
    }

    private func pass(to time: Double) {
        while let next = at.nextDeadline, next < time { at.advance(to: next) }
        at.advance(to: time)
    }

    private static func hasEnded(_ bytes: [UInt8]) -> Bool {
        ATSession.lines(of: bytes).contains(where: ReadLine.isFinalResult)
    }
}
