import FileSystem
import Threads

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output for data and standard error for everything said about it.
///
/// What standard output does not take is noted here, whoever wrote it; `end` makes the exit code of it.
enum Output {
    /// Writes to standard output as it is.
    static func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes a line to standard output.
    static func line(_ text: String) { write(text + "\n") }

    /// Writes a line to standard error.
    static func errorLine(_ text: String) { error(text + "\n") }

    /// Writes to standard error as it is.
    static func error(_ text: String) { _ = DescriptorOutput.write(Array(text.utf8), to: STDERR_FILENO) }

    /// Writes bytes to standard output.
    static func write(_ bytes: [UInt8]) {
        guard !isBroken else { return }
        fail(DescriptorOutput.write(bytes, to: STDOUT_FILENO))
    }

    /// Writes a warning to standard error, one line behind the name of the command.
    static func warn(_ text: String) { errorLine("xlwm2m \(command): warning: \(text)") }

    /// Whether standard output was a terminal when the program began.
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    // Both are set once, before the command runs, and there is one thread until then.
    /// The command that runs, for messages.
    nonisolated(unsafe) static var command = ""
    /// What may be sent to terminals.
    nonisolated(unsafe) static var style = TerminalStyle()

    /// Whether words on standard output are coloured.
    static var usesColor: Bool { style.usesColor(isTerminal: isTerminal) }

    /// Whether lines on standard output may be taken away and written again.
    static var movesCursor: Bool { style.movesCursor(isTerminal: isTerminal) }

    // MARK: - Failures

    private static let failure = FirstFailure()

    /// Whether something could not be written to standard output; nothing is written to it any more.
    static var isBroken: Bool { failure.number != 0 }

    /// Notes an error of the system at standard output; 0 is none.
    static func fail(_ number: Int32) { failure.note(number) }

    /// Sees to it that the standard descriptors are open, so that no file takes their numbers: what a program writes
    /// to a closed standard output fails then instead of going into that file.
    static func begin() {
        _ = isTerminal
        for (descriptor, flags) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free is that of the descriptor.
            _ = open("/dev/null", flags)
        }
    }

    /// The exit code of the program, with what became of standard output: data that could not be written make it 3,
    /// with a line on standard error. A reader that left has had enough, and hears nothing more. A terminal that is
    /// gone has nobody who misses anything.
    static func end(_ code: ExitCode) -> ExitCode {
        // Some disks tell at the end alone.
        if !isBroken, close(STDOUT_FILENO) != 0 { fail(errno) }
        guard isBroken, !isTerminal else { return code }
        if failure.number != EPIPE {
            errorLine("xlwm2m: standard output cannot be written: \(String(cString: strerror(failure.number)))")
        }
        return .couldNotRun
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
