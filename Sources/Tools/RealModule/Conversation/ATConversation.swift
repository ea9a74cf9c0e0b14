/// The host's side of a command line, as a value: bytes and moments in; bytes to send, answers and URCs out.
///
/// One command at a time. Whoever has the port begins a request, sends what `takeOutput` says, hands over what comes,
/// and lets time pass until `deadline`; `takeAnswer` then has the answer. All that nobody asked for is a URC, whether it
/// comes before, within or after an answer. The module may echo or not.
///
/// If a command got no answer in time, its answer may still come, and must not be taken for that of the next one: the
/// conversation `isBehind` until a request of `LineRequest.synchronization` got its own answer.
///
/// Times are seconds on the caller's clock.
package struct ATConversation {
    /// Whether a command was not answered in time and its answer may still come.
    package private(set) var isBehind = false
    /// Whether a prompt came that nobody waited for any more: the module now takes all that is sent for the bytes of a
    /// file, until it has been left alone for `ATTimes.silence`.
    package private(set) var isPrompted = false

    private var reader = ATReader()
    private var output: [UInt8] = []
    private var answer: ATAnswer?
    private var urcs: [String] = []
    private var running: Running?

    /// The request whose answer is awaited.
    private struct Running {
        var request: LineRequest
        var lines: [String] = []
        var bytes: [UInt8]?
        /// What the module has not echoed yet.
        var echo: Substring
        var deadline: Double
        /// When the bytes are sent; nil before the prompt and after they were.
        var sending: Double?
        var hasSent = false
        /// Whether a line came that only this request's answer has.
        var isRecognized: Bool
    }

    package init() {}

    /// Sends a command line; one must not be running.
    package mutating func begin(_ request: LineRequest, at time: Double) {
        precondition(running == nil, "one command at a time")
        answer = nil
        running = Running(
            request: request, echo: request.line[...], deadline: time + request.timeout,
            isRecognized: request.requiredStart == nil)
        reader.fileName = request.fileName
        reader.expectsPrompt = request.data != nil || isBehind
        output += Array((request.line + "\r").utf8)
    }

    /// When something happens on its own; nil if nothing is awaited.
    package var deadline: Double? { running.map { $0.sending ?? $0.deadline } }

    /// What is to be sent now.
    package mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// The answer to the request that ended; nil while there is none.
    package mutating func takeAnswer() -> ATAnswer? {
        defer { answer = nil }
        return answer
    }

    /// Whether an answer is there.
    package var hasAnswer: Bool { answer != nil }

    /// How many bytes of a file have come; nil if none is coming.
    package var fileProgress: Int? { running?.request.fileName == nil ? nil : reader.waiting }

    /// The URCs since the last call, without CR and LF.
    package mutating func takeURCs() -> [String] {
        defer { urcs = [] }
        return urcs
    }

    /// Hands over what the module sent.
    package mutating func receive(_ bytes: some Collection<UInt8>, at time: Double) {
        reader.append(bytes)
        // As long as the bytes of a file come, their end is on its way.
        if let request = running?.request, request.fileName != nil, !bytes.isEmpty {
            running?.deadline = time + request.timeout
        }
        while let piece = reader.next() {
            switch piece {
            case .prompt: receivePrompt(at: time)
            case .file(let bytes): running?.bytes = bytes
            case .line(let line): receive(line)
            }
        }
    }

    /// Lets time pass: bytes are sent after the prompt, and a command ends whose time is over.
    package mutating func passTime(to time: Double) {
        guard let current = running else { return }
        if let due = current.sending, due <= time {
            output += current.request.data ?? []
            running?.sending = nil
            running?.hasSent = true
            running?.deadline = max(current.deadline, time + current.request.timeout)
        } else if current.sending == nil, current.deadline <= time {
            isBehind = true
            end(.timedOut)
        }
    }

    /// Waits no longer for the answer to a command; it may still come.
    package mutating func abandon() {
        guard running != nil else { return }
        isBehind = true
        end(.timedOut)
        answer = nil
        output = []
    }

    /// Gives up a command, as after a reset: its answer does not come any more.
    package mutating func reset() {
        running = nil
        answer = nil
        reader.clear()
        isBehind = false
        isPrompted = false
    }

    // MARK: - Pieces

    private mutating func receivePrompt(at time: Double) {
        if running?.request.data != nil, !isBehind {
            reader.expectsPrompt = false
            running?.sending = time + ATTimes.promptPause
        } else {
            isPrompted = true
        }
    }

    private mutating func receive(_ line: String) {
        guard let current = running else {
            if isBehind, FinalResult(line) != nil { return isPrompted = false }
            if !line.hasPrefix("AT") { urcs.append(line) }
            return
        }
        if !current.echo.isEmpty, line == current.echo || (current.echo.hasPrefix(line) && !isWhole(line)) {
            // A URC may stand between two pieces of an echo.
            running?.echo = current.echo.dropFirst(line.count)
            return
        }
        if let result = FinalResult(line) {
            isPrompted = false
            guard current.isRecognized || (!isBehind && result.result != .ok) else { return }
            isBehind = isBehind && current.request.requiredStart == nil
            return end(result.result)
        }
        if let start = current.request.requiredStart {
            if line.hasPrefix(start) { running?.isRecognized = true }
        } else if !current.request.takes(line) {
            urcs.append(line)
            return
        }
        running?.lines.append(line)
    }

    /// Whether a line says something on its own, so that it is no part of an echo.
    private func isWhole(_ line: String) -> Bool { FinalResult(line) != nil || line.hasPrefix("+") }

    private mutating func end(_ result: ATAnswer.Result) {
        guard let current = running else { return }
        answer = ATAnswer(lines: current.lines, bytes: current.bytes, result: result)
        running = nil
        reader.fileName = nil
        // What a module asks for late must be seen, too.
        reader.expectsPrompt = isBehind
    }
}

/// A line that ends an answer.
///
/// - Source: V.250 §5.7; 3GPP TS 27.007 §9.2; UBX-17003787 R13 table 1 for the numbers of `ATV0`.
struct FinalResult {
    var result: ATAnswer.Result

    /// The final result code that a line is; nil for any other line.
    init?(_ line: String) {
        switch line {
        case "OK", "CONNECT": result = .ok
        case "ERROR": result = .error("")
        case "ABORTED", "BUSY", "NO CARRIER", "NO ANSWER", "NO DIALTONE": result = .error(line)
        default:
            guard let start = ["+CME ERROR:", "+CMS ERROR:"].first(where: line.hasPrefix) else { return nil }
            result = .error(trimmed(line.dropFirst(start.count)))
        }
    }
}
