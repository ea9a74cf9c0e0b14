import Clocks
import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Lines as they arrive on standard input: from a pipe or a file, or from a terminal without an editing library.
final class PlainInput: InputSource {
    /// Not used: there is no completion here.
    var completer: ((_ line: String, _ start: Int, _ end: Int) -> [String]?)?

    /// Not used: nothing is stored.
    var isKept: (String) -> Bool = { _ in true }

    let descriptors = [STDIN_FILENO]

    /// Shown before each line on a terminal; empty for none.
    private let prompt: String
    // A longer line is read in pieces.
    private static let longestLine = 1 << 20
    private var pending: [UInt8] = []
    private var scanned = 0
    private var isAtEnd = false
    private var isAtStart = true
    private var isShown = false

    init(prompt: String = "") { self.prompt = prompt }

    func next(within milliseconds: Int32) -> InputEvent {
        if let line = takeLine() { return .line(line) }
        if isAtEnd { return .end }
        if !prompt.isEmpty, !isShown { Output.write(prompt) }
        isShown = true
        let deadline = milliseconds < 0 ? .infinity : MonotonicClock.now + Double(milliseconds) / 1000
        while true {
            var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let left = milliseconds < 0 ? -1 : Int32(max(0, (deadline - MonotonicClock.now) * 1000))
            let count = poll(&waiting, 1, left)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return .nothing }
            fill()
            if let line = takeLine() { return .line(line) }
            if isAtEnd { return .end }
        }
    }

    func show(_ text: String) {
        guard isShown, !prompt.isEmpty else { return Output.line(text) }
        Output.write("\r" + text + "\n" + prompt)
    }

    private func fill() {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count > 0 {
            pending += buffer[..<count]
        } else if count == 0 || ![EINTR, EAGAIN].contains(errno) {
            if count < 0 { Output.failInput(errno) }
            isAtEnd = true
        }
    }

    /// The next line without its end; at the end of the input, also an unterminated one.
    private func takeLine() -> String? {
        let end = pending[scanned...].firstIndex(of: UInt8(ascii: "\n"))
        let isWhole = isAtEnd ? !pending.isEmpty : pending.count >= Self.longestLine
        guard let end = end ?? (isWhole ? pending.count : nil) else {
            scanned = pending.count
            return nil
        }
        var line = isAtStart ? ByteOrderMark.skipped(in: pending[..<end]) : pending[..<end]
        isAtStart = false
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer {
            pending.removeSubrange(..<min(end + 1, pending.count))
            scanned = 0
            isShown = false
        }
        return String(decoding: line, as: UTF8.self)
    }
}
