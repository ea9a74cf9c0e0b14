#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The clock that never goes back.
enum MonotonicTime {
    /// Seconds since some moment in the past.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Seconds since 1970.
    static var unixSeconds: Int64 { Int64(time(nil)) }
}
