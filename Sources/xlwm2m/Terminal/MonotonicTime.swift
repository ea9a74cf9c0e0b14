#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The clock that nobody sets.
enum MonotonicTime {
    /// Milliseconds since some moment in the past.
    static var milliseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// The same in seconds.
    static var seconds: Double { Double(milliseconds) / 1000 }
}
