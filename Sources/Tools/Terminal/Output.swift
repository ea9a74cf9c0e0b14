import Clocks
import FileSystem
import Threads

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output for data and standard error for messages about it.
///
/// Failures to write to standard output are recorded here, whatever wrote to it; `finish` reports them.
package enum Output {
    /// Writes text unchanged to standard output.
    package static func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes a line to standard output.
    package static func line(_ text: String) { write(text + "\n") }

    /// Writes a line to standard error.
    package static func errorLine(_ text: String) { error(text + "\n") }

    /// Writes text unchanged to standard error.
    package static func error(_ text: String) { _ = DescriptorOutput.write(Array(text.utf8), to: STDERR_FILENO) }

    /// Writes bytes to standard output.
    package static func write(_ bytes: [UInt8]) {
        guard !isBroken else { return }
        fail(DescriptorOutput.write(bytes, to: STDOUT_FILENO))
    }

    /// Writes a warning to standard error, one line after the name of the command.
    package static func warn(_ text: String) { errorLine("\(command): warning: \(text)") }

    /// Whether standard output was a terminal when the program began.
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    // Both are set once, before the command runs, while there is only one thread.
    /// The program and its command, for messages: `xlwm2m run`.
    package nonisolated(unsafe) static var command = ""
    /// What may be sent to terminals.
    package nonisolated(unsafe) static var style = TerminalStyle()

    /// Whether words on standard output are coloured.
    package static var usesColor: Bool { style.usesColor(isTerminal: isTerminal) }

    /// Whether lines on standard output may be erased and rewritten.
    package static var movesCursor: Bool { style.movesCursor(isTerminal: isTerminal) }

    // MARK: - Failures

    private static let failure = FirstFailure()

    /// Whether something could not be written to standard output; nothing more is written to it.
    package static var isBroken: Bool { failure.number != 0 }

    /// Records a system error on standard output; 0 means none.
    package static func fail(_ number: Int32) { failure.note(number) }

    private static let inputFailure = FirstFailure()

    /// Records a system error on standard input, which then ends early; 0 means none.
    package static func failInput(_ number: Int32) { inputFailure.note(number) }

    /// Whether standard input ended with an error.
    package static var hasInputFailed: Bool { inputFailure.number != 0 }

    /// Ensures that the standard descriptors are open, so that no file takes their numbers: writing to a closed
    /// standard output then fails instead of going into that file.
    package static func begin() {
        _ = isTerminal
        for (descriptor, flags) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is that of the descriptor.
            _ = open("/dev/null", flags)
        }
    }

    /// Closes standard output at the end of the program; returns whether everything was read and written.
    ///
    /// Data that could not be written is reported in a line on standard error. A reader that closed the pipe has read
    /// enough, and nothing is reported. If the terminal is gone, there is no one to tell.
    package static func finish(_ program: String) -> Bool {
        // Some disks report errors only on closing.
        if !isBroken, close(STDOUT_FILENO) != 0 { fail(errno) }
        if inputFailure.number != 0 {
            let reason = String(cString: strerror(inputFailure.number))
            errorLine("\(program): standard input cannot be read to its end: \(reason)")
        }
        guard isBroken, !isTerminal else { return inputFailure.number == 0 }
        if failure.number != EPIPE {
            errorLine("\(program): standard output cannot be written: \(String(cString: strerror(failure.number)))")
        }
        return false
    }
}

/// The first error of several threads.
///
/// `@unchecked Sendable`: the monitor guards the number.
private final class FirstFailure: @unchecked Sendable {
    private let monitor = Monitor()
    private var first: Int32 = 0

    var number: Int32 { monitor.locked { first } }

    func note(_ number: Int32) { monitor.locked { if first == 0 { first = number } } }
}

/// Standard output with fewer system calls: text is written at once if there was none for a while, and in large pieces
/// if it comes fast.
package final class OutputBuffer {
    private static let longest = 1 << 15
    /// The time that text may wait for more, in seconds.
    private static let patience = 0.05

    private var bytes: [UInt8] = []
    private var lastFlush = 0.0

    package init() {}

    package func write(_ text: String) {
        bytes += Array(text.utf8)
        if bytes.count >= Self.longest || MonotonicClock.now - lastFlush >= Self.patience { flush() }
    }

    /// Writes the buffered text.
    package func flush() {
        guard !bytes.isEmpty else { return }
        Output.write(bytes)
        bytes.removeAll(keepingCapacity: true)
        lastFlush = MonotonicClock.now
    }
}

/// A line on a terminal that shows the progress of a long run; nothing if standard error is not a terminal.
package struct Progress {
    private let total: Int
    private let doing: String
    private let isShown: Bool

    /// - Parameter doing: the verb, `generating`.
    package init(total: Int, doing: String) {
        self.total = total
        self.doing = doing
        isShown = total >= 100 && Output.style.movesCursor(isTerminal: isatty(STDERR_FILENO) == 1)
    }

    /// Shows how much is done, about every fiftieth step.
    package func step(_ done: Int) {
        guard isShown, done % 50 < 8 else { return }
        Output.error("\r\(doing) \(done) of \(total)")
    }

    /// Removes the line.
    package func end() {
        if isShown { Output.error("\r\u{1B}[K") }
    }
}
