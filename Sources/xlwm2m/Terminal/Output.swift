#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output for data and standard error for everything said about it.
enum Output {
    /// Writes to standard output as it is.
    static func write(_ text: String) { put(text, to: STDOUT_FILENO) }

    /// Writes a line to standard output.
    static func line(_ text: String) { put(text + "\n", to: STDOUT_FILENO) }

    /// Writes a line to standard error.
    static func errorLine(_ text: String) { put(text + "\n", to: STDERR_FILENO) }

    /// Writes to standard error as it is.
    static func error(_ text: String) { put(text, to: STDERR_FILENO) }

    /// Writes bytes to standard output.
    static func write(_ bytes: [UInt8]) { bytes.withUnsafeBytes { put($0, to: STDOUT_FILENO) } }

    /// Writes a warning to standard error, one line behind the name of the command.
    static func warn(_ text: String) { errorLine("xlwm2m \(command): warning: \(text)") }

    // Both are set once, before the command runs, and there is one thread until then.
    /// The command that runs, for messages.
    nonisolated(unsafe) static var command = ""
    /// What may be sent to terminals.
    nonisolated(unsafe) static var style = TerminalStyle()

    /// Whether words on standard output are coloured.
    static var usesColor: Bool { style.usesColor(isTerminal: isTerminal) }

    /// Whether lines on standard output may be taken away and written again.
    static var movesCursor: Bool { style.movesCursor(isTerminal: isTerminal) }

    private static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    private static func put(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { put(UnsafeRawBufferPointer($0), to: descriptor) }
    }

    private static func put(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var done = 0
        while done < bytes.count {
            let count = systemWrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            done += count
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
