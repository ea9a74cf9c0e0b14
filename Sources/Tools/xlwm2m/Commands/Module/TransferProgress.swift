import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A line on a terminal with the bytes of the running transfer; nothing if standard error is none.
final class TransferProgress {
    private let isShown = Output.style.movesCursor(isTerminal: isatty(STDERR_FILENO) == 1)
    private var shown = 0

    func show(_ count: Int) {
        guard isShown, count < shown || count >= shown + 512 else { return }
        shown = count
        Output.error("\r\(count) bytes\u{1B}[K")
    }

    /// Removes the line.
    func clear() {
        guard isShown, shown > 0 else { return }
        shown = 0
        Output.error("\r\u{1B}[K")
    }
}
