#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output with fewer calls of the system: text leaves at once when there was none for a while, and in large
/// pieces when it comes fast.
final class OutputBuffer {
    private static let longest = 1 << 15
    /// Nanoseconds that text may wait while more of it comes.
    private static let patience: UInt64 = 50_000_000

    private var bytes: [UInt8] = []
    private var lastFlush: UInt64 = 0

    func write(_ text: String) {
        bytes += Array(text.utf8)
        if bytes.count >= Self.longest || Self.now - lastFlush >= Self.patience { flush() }
    }

    /// Writes what is kept.
    func flush() {
        guard !bytes.isEmpty else { return }
        Output.write(bytes)
        bytes.removeAll(keepingCapacity: true)
        lastFlush = Self.now
    }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
