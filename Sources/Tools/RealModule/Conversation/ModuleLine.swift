// A module at a serial port, for the commands of `xlwm2m module` and for tests on a target:
//
//     let port = try ModulePort(PortAddress("/dev/ttyUSB0")!, LineSettings(baud: 115_200, flow: .rtscts))
//     let line = ModuleLine(port)
//     line.onURC = { text, time in ... }              // each URC, wherever it came
//     line.onTraffic = { direction, bytes in ... }    // all bytes, for a recording
//     try line.greet()                                // finds the module, even one that boots
//     let answer = try line.ask("AT+CGMM")            // ATAnswer: lines, bytes, result; a time-out is a result
//     try line.ask(.read("object_x.lua", tag: "XLWM2M")).bytes
//     try line.listen(seconds: 5)                     // URCs only
//
// `ATConversation` is the same without I/O and clock, for whoever has an event loop: it watches `port.descriptor`, calls
// `readAvailable` and `writeAvailable`, hands the bytes to `receive`, sends `takeOutput`, and calls `passTime` at
// `deadline`.

import Clocks

/// A conversation with the module at a port, which waits for each answer.
///
/// This is what commands work with: `ask` sends a line and returns its answer. A command without an answer in time is
/// no error here; the next `ask` first finds out where the module is.
package final class ModuleLine {
    /// The port, which closes with the last reference to it.
    package let port: ModulePort
    /// Receives each URC with its time on `MonotonicClock`.
    package var onURC: ((String, Double) -> Void)?
    /// Receives all that goes over the line.
    package var onTraffic: ((Direction, [UInt8]) -> Void)?
    /// Receives how many bytes of the running transfer have gone or come.
    package var onProgress: ((Int) -> Void)?
    /// How many times faster than real time the module's time passes; more than 1 for an emulated one alone.
    package let speed: Double

    /// Whose bytes they are.
    package enum Direction: Hashable, Sendable { case sent, received }

    private var conversation = ATConversation()

    package init(_ port: ModulePort, speed: Double = 1) { (self.port, self.speed) = (port, speed) }

    /// Sends a command and waits for its answer.
    ///
    /// - throws: a `PortError` if the line was cut or the program is to end; `LineError` if the module does not say
    ///   where it is.
    package func ask(_ request: LineRequest) throws -> ATAnswer {
        if conversation.isBehind { try synchronize() }
        return try exchange(request)
    }

    /// Sends a command line and waits for its answer.
    package func ask(_ line: String, timeout: Double = ATTimes.command) throws -> ATAnswer {
        try ask(LineRequest(line, timeout: timeout))
    }

    /// Listens for a while; URCs go to `onURC`.
    ///
    /// - Parameters:
    ///   - seconds: the longest time, real time.
    ///   - isEnough: ends it as soon as true; asked after each piece that came.
    package func listen(seconds: Double, until isEnough: () -> Bool = { false }) throws {
        let end = MonotonicClock.now + seconds
        while MonotonicClock.now < end, !isEnough() {
            if try !receive(until: end) { return }
        }
    }

    /// Waits until nothing has come for a while.
    ///
    /// - Parameter most: the longest time; some modules never stop sending URCs.
    package func listenUntilQuiet(for seconds: Double, most: Double) throws {
        let end = MonotonicClock.now + most
        while MonotonicClock.now < end, try receive(until: min(end, MonotonicClock.now + seconds)) {}
    }

    /// Finds the module: it answers `AT`.
    ///
    /// One that waits for the bytes of a file, of a program that ended in the middle of it, is left alone until it gives
    /// up; one that boots, until it has. Afterwards answers are in words, and errors too.
    ///
    /// - Parameter isBooting: whether it was just reset, so that it cannot be waiting for bytes.
    /// - throws: `LineError` if nothing answers.
    package func greet(isBooting: Bool = false) throws {
        if try answersAttention(tries: isBooting ? ATTimes.bootAttempts : 2) { return }
        try leaveAlone()
        conversation.reset()
        guard try answersAttention(tries: 15) else { throw LineError(port.whySilent) }
    }

    /// Sends nothing for as long as a module waits for the bytes of a file, or until it says that it has given up.
    package func leaveAlone() throws {
        var hasGivenUp = false
        let previous = onURC
        onURC = { line, time in
            if FinalResult(line) != nil { hasGivenUp = true } else { previous?(line, time) }
        }
        defer { onURC = previous }
        try listen(seconds: longestUploadPause, until: { hasGivenUp })
    }

    /// Seconds after which a module has given up an upload: its own patience, after what the system still had to send.
    private var longestUploadPause: Double {
        (ATTimes.silence + port.settings.seconds(for: Self.systemBuffer)) / speed
    }

    /// Bytes that a system and the adapter of a port may hold back.
    private static let systemBuffer = 8192

    private func answersAttention(tries: Int) throws -> Bool {
        for attempt in 0..<tries {
            // The second form is for one that was told to be silent, or to answer in numbers.
            let line = attempt % 2 == 0 ? "AT" : "ATQ0V1"
            if try exchange(LineRequest(line, timeout: ATTimes.attention)).isOK {
                conversation.reset()
                // What answers the attempts before comes now, if at all.
                if attempt > 0 { try listenUntilQuiet(for: 0.3, most: 3) }
                return true
            }
            conversation.reset()
        }
        return false
    }

    /// Finds out where the module is after a command that it did not answer in time.
    private func synchronize() throws {
        try listenUntilQuiet(for: 0.3, most: ATTimes.upload)
        if conversation.isPrompted {
            let end = MonotonicClock.now + longestUploadPause
            try listen(seconds: longestUploadPause, until: { !conversation.isPrompted })
            if MonotonicClock.now >= end { conversation.reset() }
        }
        for _ in 0..<3 where try exchange(.synchronization).isOK { return }
        throw LineError("the module at \(port.address) has stopped answering: look at its power and its cable")
    }

    private func exchange(_ request: LineRequest) throws -> ATAnswer {
        conversation.begin(request, at: MonotonicClock.now)
        do { return try awaitAnswer(to: request) } catch {
            conversation.abandon()
            throw error
        }
    }

    private func awaitAnswer(to request: LineRequest) throws -> ATAnswer {
        while true {
            try send(conversation.takeOutput(), within: request.timeout)
            if let answer = conversation.takeAnswer() {
                // Some modules lose a command that comes at once.
                try listen(seconds: ATTimes.pause)
                return answer
            }
            let now = MonotonicClock.now
            _ = try receive(until: conversation.deadline ?? now)
            conversation.passTime(to: MonotonicClock.now)
        }
    }

    /// Sends bytes in small pieces, and stops if the module meanwhile ends the command: what followed would be taken for
    /// commands.
    private func send(_ output: [UInt8], within seconds: Double) throws {
        var rest = output[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(Self.pieceSize))
            onTraffic?(.sent, piece)
            try port.write(piece, until: MonotonicClock.now + seconds)
            rest = rest.dropFirst(piece.count)
            if output.count > piece.count { onProgress?(output.count - rest.count) }
            let early = try port.readAvailable()
            if !early.isEmpty { take(early) }
            if conversation.hasAnswer { return }
        }
    }

    private static let pieceSize = 256

    /// Takes what comes until a time; false if nothing did.
    private func receive(until deadline: Double) throws -> Bool {
        let bytes = try port.read(until: deadline)
        guard !bytes.isEmpty else { return false }
        take(bytes)
        return true
    }

    private func take(_ bytes: [UInt8]) {
        onTraffic?(.received, bytes)
        let now = MonotonicClock.now
        conversation.receive(bytes, at: now)
        if let count = conversation.fileProgress { onProgress?(count) }
        for urc in conversation.takeURCs() { onURC?(urc, now) }
    }
}

/// A module that cannot be talked to.
package struct LineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong and what to do.
    package var description: String

    package init(_ description: String) { self.description = description }
}
