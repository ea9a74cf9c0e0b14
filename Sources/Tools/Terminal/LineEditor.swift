import CLineEditor
import Clocks
import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Line editing, history and completion on a terminal, using libedit or readline if one of them is installed.
///
/// `XLWM2M_LINE_EDITOR` names the library to use; `none` uses none.
package final class LineEditor: InputSource {
    /// Returns the candidates for the word `line[start..<end]` (bytes); nil leaves it to file names.
    package var completer: ((_ line: String, _ start: Int, _ end: Int) -> [String]?)?

    package var isKept: (String) -> Bool = { _ in true }

    /// Whether an interrupt on an empty line ends the input, because there is something to be shut down in an orderly
    /// way.
    package var endsOnInterrupt = false

    private let prompt: String
    private let history: History
    private let signals: Int32
    private var isShown = false

    /// Opens a library; nil if there is none, or if no escape codes may be sent to the terminal. A library named by
    /// `XLWM2M_LINE_EDITOR` is used anyway, unless the terminal cannot move its cursor.
    init?(prompt: String, history: History) {
        let wish = Environment.value(of: "XLWM2M_LINE_EDITOR")
        let style = Output.style
        guard wish != "none", wish != nil ? style.canMoveCursor : style.movesCursor(isTerminal: true),
            le_open(wish) != nil
        else { return nil }
        self.prompt = prompt
        self.history = history
        signals = le_watch_signals()
        for line in history.lines() { le_add_history(line) }
        le_set_completer(
            { context, line, start, end in
                guard let context, let line else { return nil }
                let editor = Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
                guard let candidates = editor.completer?(String(cString: line), Int(start), Int(end)) else {
                    return nil
                }
                return strdup(candidates.joined(separator: "\n"))
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// A line editor with the stored history, on a terminal that supports one; otherwise plain lines.
    package static func source(prompt: String, isInteractive: Bool) -> any InputSource {
        guard isInteractive, isatty(STDOUT_FILENO) == 1 else { return PlainInput() }
        return LineEditor(prompt: prompt, history: History()) ?? PlainInput(prompt: prompt)
    }

    deinit {
        le_set_completer(nil, nil)
        le_finish()
    }

    package var descriptors: [Int32] { [STDIN_FILENO, signals] }

    package func next(within milliseconds: Int32) -> InputEvent {
        // A line may have been available before the terminal was polled again.
        if let event = takeEvent() { return event }
        start()
        var waiting = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        ]
        let deadline = milliseconds < 0 ? .infinity : MonotonicClock.now + Double(milliseconds) / 1000
        while true {
            let left = milliseconds < 0 ? -1 : Int32(max(0, (deadline - MonotonicClock.now) * 1000))
            let count = poll(&waiting, nfds_t(waiting.count), left)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return .nothing }
            if waiting[1].revents != 0, handleSignals() { return .end }
            // The terminal is gone: any further read from it would only report that again and again.
            if waiting[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
                le_finish()
                isShown = false
                return .end
            }
            if waiting[0].revents != 0 {
                le_read()
                if let event = takeEvent() { return event }
            }
        }
    }

    package func show(_ text: String) {
        if isShown { le_hide() }
        Output.line(text)
        if isShown { le_show() }
    }

    private func start() {
        le_start(prompt)
        isShown = true
    }

    private func takeEvent() -> InputEvent? {
        var isEnd: Int32 = 0
        if let bytes = le_take_line(&isEnd) {
            defer { free(bytes) }
            isShown = false
            let line = String(cString: bytes)
            if history.add(line, keeping: isKept(line)) { le_add_history(line) }
            return .line(line)
        }
        guard isEnd != 0 else { return nil }
        isShown = false
        Output.line("")
        return .end
    }

    /// Returns whether the program should end.
    private func handleSignals() -> Bool {
        while true {
            switch Int(le_signal()) {
            case LE_INTERRUPT:
                if endsOnInterrupt, le_has_text() == 0 {
                    le_finish()
                    isShown = false
                    Output.line("")
                    return true
                }
                le_discard()
            case LE_RESIZE: le_resize()
            case LE_STOP:
                le_finish()
                raise(SIGSTOP)
                start()
            case LE_TERMINATE:
                le_finish()
                return true
            default: return false
            }
        }
    }
}
