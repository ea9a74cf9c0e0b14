import Emulator
import Modem

/// The command line of a module at one port: bytes in, bytes out, without any I/O of its own.
///
/// The time is that of the module's clock and comes with each call. One owner, synchronous; several sessions may share
/// a module.
///
/// - Source: V.250; UBX-17003787 R13, chapters 1, 2 and 10.
public final class ATSession {
    public let module: ATModule
    /// What V.250 and `+CMEE` set here.
    public internal(set) var settings: PortSettings
    /// Receives the reasons of refusals, for people.
    public var onLog: ((String) -> Void)?
    /// Makes URCs come as rudely as on real modules; nil for the order of the manual.
    public var chaos: URCChaos?

    /// Whether what is typed is sent back where `E1` says so; a console shows it already.
    public var takesEcho = true
    /// Whether URCs come out here.
    public var takesURCs = true
    /// Hears of each command line that begins with `AT`, right after its final result code.
    public var onAnswered: ((String) -> Void)?
    /// Commands that are refused instead of run, however right they are, with how many times.
    public var refusals: [String: Int] = [:]

    var state = State.idle
    private var line: LineBuffer
    private var lastLine: [UInt8]?
    /// The line at work, where somebody wants to hear of it.
    private var running: String?
    /// What was typed and not looked at yet.
    private var input: [UInt8] = []
    private var output: [UInt8] = []
    /// Pieces that a chaotic module sends later, in order.
    private var delayed: [(due: Double, bytes: [UInt8])] = []
    private var waitingURCs: [String] = []
    /// URCs that chaos holds until another one or the next command comes.
    private var heldURCs: [String] = []
    private var holdDeadline: Double?
    private(set) var hasReceivedCommand = false
    /// Until when nothing that is typed is looked at.
    private var heldUntil: Double?

    enum State {
        case idle
        case executing
        case waiting(ATWait, ATCall, rest: ATLine)
        case uploading(ATUpload, received: [UInt8], deadline: Double)
    }

    /// A session at a module; it takes part in the module's URCs from now on.
    public init(_ module: ATModule) {
        self.module = module
        settings = module.portSettings
        line = LineBuffer(limit: module.product.limits.commandLineLength)
        module.attach(self)
    }

    /// Ends the session: no URC reaches it any more.
    public func close() { module.detach(self) }

    // MARK: - Bytes

    /// Takes what the host sent. A module that is off or starts does not hear it.
    public func receive(_ bytes: some Sequence<UInt8>, at time: Double) {
        advance(to: time)
        guard module.isAnswering else { return }
        input += bytes
        work(at: time)
    }

    /// What the module sends now.
    public func takeOutput() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output
    }

    /// Whether a command has not ended yet, or its data are awaited.
    public var isWorking: Bool { if case .idle = state { false } else { true } }

    /// Whether data are awaited.
    public var isUploading: Bool { if case .uploading = state { true } else { false } }

    /// Whether there is something to send.
    public var hasOutput: Bool { !output.isEmpty }

    /// When something happens by itself, on the clock of the module; nil for never.
    public var nextDeadline: Double? {
        let own: Double? =
            switch state {
            case .idle, .executing: nil
            case .waiting(let wait, _, _): wait.until
            case .uploading(_, _, let deadline): deadline
            }
        return [own, delayed.first?.due, holdDeadline, heldUntil].compactMap { $0 }.min()
    }

    /// Lets the time pass in the session; the module has its own.
    public func advance(to time: Double) {
        while let due = delayed.first?.due, due <= time { output += delayed.removeFirst().bytes }
        if let deadline = holdDeadline, deadline <= time { releaseHeld(at: time) }
        if let end = heldUntil, end <= time {
            heldUntil = nil
            work(at: time)
        }
        switch state {
        case .waiting(let wait, let call, let rest) where wait.until <= time:
            state = .executing
            complete(call, rest: rest, at: time) { () throws(ATError) in try wait.finish(call) }
            work(at: time)
        case .uploading(_, let received, let deadline) where deadline <= time:
            log("AT+UDWNFILE: nothing came for 20 s after \(received.count) bytes; all are lost")
            end(.cme(.fileTimeout), at: time)
            work(at: time)
        default: break
        }
    }

    /// Looks at nothing that is typed until then.
    func hold(until time: Double) { heldUntil = max(heldUntil ?? 0, time) }

    // MARK: - Typing

    private func work(at time: Double) {
        var index = 0
        loop: while index < input.count, heldUntil == nil {
            switch state {
            case .idle:
                type(input[index], at: time)
                index += 1
            case .uploading(let upload, var received, _):
                state = .executing
                let part = input[index..<min(input.count, index + upload.count - received.count)]
                received += part
                index += part.count
                take(upload, received, at: time)
            case .waiting(let wait, _, _) where wait.isAbortable:
                index += 1
                wait.abort()
                end(.aborted, at: time)
            case .waiting, .executing: break loop
            }
        }
        // A reset has emptied it already.
        input.removeSubrange(..<min(index, input.count))
        if input.count > ATAssumptions.typeAhead { input.removeSubrange(ATAssumptions.typeAhead...) }
    }

    private func take(_ upload: ATUpload, _ received: [UInt8], at time: Double) {
        guard received.count == upload.count else {
            state = .uploading(upload, received: received, deadline: time + ATAssumptions.uploadTimeout)
            return
        }
        do throws(ATError) {
            try upload.finish(received)
            end(.ok, at: time)
        } catch {
            log("AT+UDWNFILE: \(error)")
            end(.cme(error.code), at: time)
        }
    }

    private func type(_ byte: UInt8, at time: Double) {
        let (event, echoes) = line.take(byte, settings)
        if echoes, takesEcho, settings.echoes { send([byte]) }
        switch event {
        case .none: break
        case .line(let bytes):
            if ATLine(bytes) != nil { lastLine = bytes }
            run(bytes, at: time)
        case .tooLong(let began):
            guard ATLine(began) != nil else { return }
            log("the command line has more than \(module.product.limits.commandLineLength) characters")
            end(.cme(.lineTooLong), at: time)
        case .again:
            if let lastLine { run(lastLine, at: time) }
        }
    }

    // MARK: - Commands

    private func run(_ bytes: [UInt8], at time: Double) {
        guard let commands = ATLine(bytes) else {
            if bytes.contains(where: { $0 != 32 && $0 != 9 }) { log("a line does not begin with AT: it is ignored") }
            return
        }
        hasReceivedCommand = true
        if onAnswered != nil { running = String(decoding: bytes, as: UTF8.self) }
        if chaos != nil { sneakURCs(at: time) }
        runNext(commands, isFirst: true, at: time)
    }

    private func runNext(_ commands: ATLine, isFirst: Bool, at time: Double) {
        var commands = commands
        var isFirst = isFirst
        state = .executing
        while true {
            let request: ATRequest
            do throws(ATError) {
                guard let next = try commands.next() else { return end(.ok, at: time) }
                request = next
            } catch {
                log("\(error)")
                return end(.cme(error.code), at: time)
            }
            guard let command = module.table.command(request.name, on: module.product, profile: module.profile) else {
                return refuseUnknown(request, at: time)
            }
            let call = ATCall(request, command, in: self, at: time)
            var rest = commands
            let isAlone = isFirst && (try? rest.next()) == .some(nil)
            do throws(ATError) {
                if command.isAlone, !isAlone { throw .syntax("has to stand alone on its line", column: request.column) }
                try perform(request, command, call)
            } catch {
                log("AT\(request.name): \(error)")
                sendLines(of: call)
                return end(.cme(error.code), at: time)
            }
            guard answer(call, rest: commands, at: time) else { return }
            isFirst = false
        }
    }

    private func perform(_ request: ATRequest, _ command: ATCommand, _ call: ATCall) throws(ATError) {
        guard let handler = command.handler(request.form) else {
            let forms = command.forms.map(\.rawValue).joined(separator: ", ")
            throw .syntax("has no \(request.form.rawValue) form, only \(forms)", column: request.column)
        }
        if let left = refusals[request.name], left > 0 {
            refusals[request.name] = left - 1
            throw .notAllowed("refused, as the scenario says")
        }
        do { try handler(call) } catch let error as ATError { throw error } catch {
            throw ATError(.unknown, "\(error)")
        }
    }

    /// Sends what a call answered.
    ///
    /// - Returns: whether the next command of the line may run now.
    private func answer(_ call: ATCall, rest: ATLine, at time: Double) -> Bool {
        let outcome = call.outcome
        // What a command does at its end knows its call: it must not stay there, or both would stay for ever.
        call.outcome = .final(.ok)
        switch outcome {
        case .final(.ok):
            sendLines(of: call)
            return true
        case .final(let result):
            sendLines(of: call)
            end(result, at: time)
        case .wait(let wait):
            state = .waiting(wait, call, rest: rest)
        case .upload(let upload):
            sendLines(of: call)
            send(settings.isVerbose ? [settings.terminator, settings.lineFeed] : [])
            send(Array(ATAssumptions.prompt.utf8))
            state = .uploading(upload, received: [], deadline: time + ATAssumptions.uploadTimeout)
        case .last(let action):
            sendLines(of: call)
            end(.ok, at: time)
            action()
        }
        return false
    }

    private func complete(
        _ call: ATCall, rest: ATLine, at time: Double, _ work: () throws(ATError) -> Void
    ) {
        do throws(ATError) {
            try work()
        } catch {
            log("AT\(call.command.name): \(error)")
            sendLines(of: call)
            return end(.cme(error.code), at: time)
        }
        if answer(call, rest: rest, at: time) { runNext(rest, isFirst: false, at: time) }
    }

    private func refuseUnknown(_ request: ATRequest, at time: Double) {
        var place =
            module.table.knows(request.name) ? "\(module.product.name) has no such command here" : "no such command"
        if let successor = module.product.successor.flatMap(Product.named),
            module.table.command(request.name, on: successor, profile: module.profile) != nil
        {
            place += ", \(successor.name) has it"
        }
        log("AT\(request.name): \(place) at column \(request.column)")
        end(.cme(ATAssumptions.unknownCommand), at: time)
    }

    /// Ends the answer to a line; the URCs that came meanwhile follow.
    private func end(_ result: FinalResultCode, at time: Double) {
        send(settings.framed(result))
        state = .idle
        let urcs = waitingURCs
        waitingURCs = []
        for urc in urcs { raise(urc, at: time) }
        if let line = running {
            running = nil
            onAnswered?(line)
        }
    }

    private func sendLines(of call: ATCall) {
        guard !call.lines.isEmpty else { return }
        send(settings.framed(call.lines, leadingLineFeedOnly: call.leadsWithLineFeedOnly))
    }

    // MARK: - URCs

    /// Sends a URC, or keeps it until the final result code of the command at work.
    func raise(_ urc: String, at time: Double) {
        guard takesURCs, module.isAnswering, !settings.isQuiet else { return }
        if ATAssumptions.holdsURCsWhileAutobauding, module.isAutobauding, !hasReceivedCommand { return }
        guard case .idle = state else {
            // A host that never reads makes none of this grow.
            if waitingURCs.count < 1000 { waitingURCs.append(urc) }
            return
        }
        guard chaos != nil else { return send(settings.framed([Array(urc.utf8)])) }
        sendRudely(urc, at: time)
    }

    private func sendRudely(_ urc: String, at time: Double) {
        switch chaos!.next() {
        case .plain:
            releaseHeld(at: time)
            send(settings.framed([Array(urc.utf8)]))
        case .held(let seconds):
            heldURCs.append(urc)
            holdDeadline = min(holdDeadline ?? .infinity, time + seconds)
        case .split(let at, let seconds):
            releaseHeld(at: time)
            let bytes = settings.framed([Array(urc.utf8)])
            let cut = max(1, min(bytes.count - 1, Int(Double(bytes.count) * at)))
            send(bytes[..<cut])
            delayed.append((time + seconds, Array(bytes[cut...])))
        }
    }

    /// URCs that are held come out one behind the other.
    private func releaseHeld(at time: Double) {
        holdDeadline = nil
        guard !heldURCs.isEmpty else { return }
        if case .idle = state {
        } else {
            waitingURCs = heldURCs + waitingURCs
            heldURCs = []
            return
        }
        let urcs = heldURCs
        heldURCs = []
        for urc in urcs { send(settings.framed([Array(urc.utf8)])) }
    }

    /// Held URCs come between a command and its answer.
    private func sneakURCs(at time: Double) {
        holdDeadline = nil
        for urc in heldURCs { send(settings.framed([Array(urc.utf8)])) }
        heldURCs = []
    }

    private func send(_ bytes: some Collection<UInt8>) {
        guard !bytes.isEmpty else { return }
        if delayed.isEmpty { output += bytes } else { delayed[delayed.count - 1].bytes += bytes }
    }

    // MARK: - Life

    /// The module went off or began a reset: the port falls silent, and what was typed or waits is gone.
    func fallSilent() {
        state = .idle
        line.clear()
        input = []
        waitingURCs = []
        heldURCs = []
        holdDeadline = nil
        heldUntil = nil
        hasReceivedCommand = false
    }

    /// The module is up again, with the settings that it kept.
    func wakeUp() { settings = module.portSettings }

    func log(_ text: String) { onLog?(text) }
}
