#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system's clock that never goes backwards.
package enum MonotonicClock {
    /// Seconds since some moment in the past.
    package static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
