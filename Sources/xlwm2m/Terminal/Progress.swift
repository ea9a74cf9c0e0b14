#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A line on a terminal that says how far a long run is; nothing where standard error is no terminal.
struct Progress {
    private let total: Int
    private let doing: String
    private let isShown: Bool

    /// - Parameter doing: the verb, `generating`.
    init(total: Int, doing: String) {
        self.total = total
        self.doing = doing
        isShown = total >= 100 && Output.style.movesCursor(isTerminal: isatty(STDERR_FILENO) == 1)
    }

    /// Says how much is done, at every fiftieth step or so.
    func step(_ done: Int) {
        guard isShown, done % 50 < 8 else { return }
        Output.error("\r\(doing) \(done) of \(total)")
    }

    /// Takes the line away.
    func end() {
        if isShown { Output.error("\r\u{1B}[K") }
    }
}
