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
        // It fails only where a sandbox forbids it: a clock that jumped to 0 would have everything wait for hours.
        var tries = 0
        while clock_gettime(CLOCK_MONOTONIC, &time) != 0 {
            tries += 1
            guard tries < 100 else { fatalError("the system does not tell the time, error \(errno)") }
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
