import Emulator
import Moments
import Products

/// The command line of a module at one port: bytes in, bytes out, without any I/O of its own.
///
/// Time is that of the module's clock and is passed with each call. One owner, synchronous; several sessions may share
/// a module.
///
/// - Source: V.250; UBX-17003787 R13, chapters 1, 2 and 10.
package final class ATSession {
    /// The module to whose port the session belongs.
    package let module: ATModule
    /// The settings of V.250 and `+CMEE` on this port.
    package internal(set) var settings: PortSettings
    /// What people call the port, `prompt`.
    package var name = ""
    /// Receives the reasons for refusals, for people.
    package var onLog: ((String) -> Void)?
    /// Makes URCs as disruptive as on real modules; nil for the order of the manual.
    package var chaos: URCChaos?

    /// Whether typed characters are echoed with `E1`; a console already shows them.
    package var takesEcho = true
    /// Whether URCs are sent on this port.
    package var takesURCs = true
    /// Called with each command line that begins with `AT`, right after its final result code.
    package var onAnswered: ((String) -> Void)?
    /// Commands to refuse even though they are correct, and how many times each.
    package var refusals: [String: Int] = [:]

    var state = State.idle
    var line: LineBuffer
    /// For `A/`.
    var lastLine: [UInt8]?
    /// The running line, if it is to be reported.
    var running: String?
    var hasReceivedCommand = false
    /// What was typed and has not been handled yet.
    var input: [UInt8] = []
    /// The time until which no input is handled.
    private(set) var heldUntil: Double?
    var output = ATOutput()
    var urcs = PendingURCs()

    enum State {
        case idle
        case executing
        case waiting(ATWait, ATCall, rest: ATLine)
        /// The prompt of an upload is about to be sent.
        case prompting(ATUpload, until: Double)
        case uploading(ATUpload, received: [UInt8], deadline: Double)
    }

    /// A session on a module; it receives the module's URCs from now on.
    package init(_ module: ATModule) {
        self.module = module
        settings = module.portSettings
        line = LineBuffer(limit: module.product.limits.commandLineLength)
        module.attach(self)
    }

    /// Ends the session: it receives no more URCs.
    package func close() { module.detach(self) }

    // MARK: - Bytes

    /// Receives what the host sent; a module that is off or booting ignores it.
    ///
    /// If much output is waiting, commands wait too: a call without bytes continues with them once the output has been
    /// taken.
    package func receive(_ bytes: some Sequence<UInt8>, at time: Double) {
        advance(to: time)
        guard module.isAnswering else { return }
        if let onTraffic = module.onTraffic { onTraffic(self, Array(bytes), true) }
        input += bytes
        handleInput(at: time)
    }

    /// What the module sends now.
    package func takeOutput() -> [UInt8] {
        let bytes = output.removeDue()
        if let onTraffic = module.onTraffic, !bytes.isEmpty { onTraffic(self, bytes, false) }
        return bytes
    }

    /// The same as lines, without empty ones.
    package func takeLines() -> [String] { Self.lines(of: takeOutput()) }

    /// The lines of what a module sent, without empty ones.
    package static func lines(of bytes: [UInt8]) -> [String] {
        bytes.split { $0 == 13 || $0 == 10 }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether a command has not ended yet or is waiting for data.
    package var isWorking: Bool { if case .idle = state { false } else { true } }

    /// Whether data is expected.
    package var isUploading: Bool { if case .uploading = state { true } else { false } }

    /// Whether there is something to send.
    package var hasOutput: Bool { !output.isEmpty }

    /// When something next happens on its own, on the module's clock; nil if nothing is due.
    package var nextDeadline: Double? {
        let own: Double? =
            switch state {
            case .idle, .executing: nil
            case .waiting(let wait, _, _): wait.until
            case .prompting(_, let until): until
            case .uploading(_, _, let deadline): deadline
            }
        return earlier(earlier(own, output.nextDeadline), earlier(urcs.deadline, heldUntil))
    }

    /// Lets time pass in the session; the module's own time is advanced separately.
    package func advance(to time: Double) {
        output.advance(to: time)
        if let deadline = urcs.deadline, deadline <= time { releaseHeld() }
        if let end = heldUntil, end <= time {
            heldUntil = nil
            handleInput(at: time)
        }
        switch state {
        case .waiting(let wait, let call, let rest) where wait.until <= time:
            state = .executing
            complete(call, rest: rest, at: time) { try wait.finish(call) }
            handleInput(at: time)
        case .prompting(let upload, let until) where until <= time:
            prompt(for: upload, at: time)
            handleInput(at: time)
        case .uploading(_, let received, let deadline) where deadline <= time:
            log("AT+UDWNFILE: nothing came for 20 s after \(received.count) bytes; all are lost")
            end(.cme(.fileTimeout), at: time)
            handleInput(at: time)
        default: break
        }
    }

    /// Handles no input until then.
    func hold(until time: Double) { heldUntil = max(heldUntil ?? 0, time) }

    // MARK: - Life

    /// The host disconnected, whatever it was doing; the next one finds a line that accepts commands.
    package func hangUp(at time: Double) {
        guard ATAssumptions.hangUpEndsUpload else { return }
        switch state {
        case .uploading(_, let received, _): log("AT+UDWNFILE: the host hung up; \(received.count) bytes are lost")
        case .prompting: break
        default: return
        }
        state = .idle
        handleInput(at: time)
    }

    /// The module went off or began a reset: the port falls silent, and typed or waiting bytes are lost.
    func fallSilent() {
        state = .idle
        line.clear()
        input = []
        urcs = PendingURCs()
        heldUntil = nil
        hasReceivedCommand = false
    }

    /// The module is up again, with its stored settings.
    func wakeUp() { settings = module.portSettings }

    func log(_ text: String) { onLog?(text) }
}

/// Splits the bytes into lines and data.
extension ATSession {
    /// Handles what was typed, as far as possible now.
    func handleInput(at time: Double) {
        var index = 0
        loop: while index < input.count, heldUntil == nil, !output.isFull {
            switch state {
            case .idle:
                readByte(input[index], at: time)
                index += 1
            case .uploading(let upload, var received, _):
                state = .executing
                let part = input[index..<min(input.count, index + upload.count - received.count)]
                received += part
                index += part.count
                continueUpload(upload, received, at: time)
            case .prompting(let upload, _):
                if line.skipSecondLineEnd(input[index], settings) { index += 1 } else { prompt(for: upload, at: time) }
            case .waiting(let wait, _, _) where wait.abortableFrom != nil:
                index += 1
                if line.skipSecondLineEnd(input[index - 1], settings) { continue }
                if let from = wait.abortableFrom, time < from { continue }
                wait.abort()
                end(.aborted, at: time)
            case .waiting, .executing: break loop
            }
        }
        // A reset may already have emptied it.
        input.removeSubrange(..<min(index, input.count))
        if input.count > ATAssumptions.typeAhead { input.removeSubrange(ATAssumptions.typeAhead...) }
    }

    func prompt(for upload: ATUpload, at time: Double) {
        output.send(settings.isVerbose ? [settings.terminator, settings.lineFeed] : [])
        output.send(Array(ATAssumptions.prompt.utf8))
        state = .uploading(upload, received: [], deadline: time + ATAssumptions.uploadTimeout)
    }

    /// Waits for the rest of an upload, or ends it.
    private func continueUpload(_ upload: ATUpload, _ received: [UInt8], at time: Double) {
        guard received.count == upload.count else {
            state = .uploading(upload, received: received, deadline: time + ATAssumptions.uploadTimeout)
            return
        }
        do throws(ATError) {
            try saving { try upload.finish(received) }
            end(.ok, at: time)
        } catch {
            log("AT+UDWNFILE: \(error)")
            end(.cme(error.code), at: time)
        }
    }

    private func readByte(_ byte: UInt8, at time: Double) {
        let (event, echoes) = line.read(byte, settings)
        if echoes, takesEcho, settings.echoes { output.send([byte]) }
        switch event {
        case .none: break
        case .line(let bytes):
            if ATLine(bytes, isAutobauding: module.isAutobauding) != nil { lastLine = bytes }
            run(bytes, at: time)
        case .tooLong(let began):
            guard ATLine(began, isAutobauding: module.isAutobauding) != nil else { return }
            log("the command line has more than \(module.product.limits.commandLineLength) characters")
            end(.cme(.lineTooLong), at: time)
        case .again:
            guard !module.isAutobauding else {
                return log("A/ is not available while the port detects its speed, AT+IPR=0: it is ignored")
            }
            if let lastLine { run(lastLine, at: time) }
        }
    }
}
