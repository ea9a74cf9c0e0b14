#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The clock of the machine.
public final class SystemClock: HostClock {
    private let started = SystemClock.monotonic

    public init() {}

    public var unixTime: Int64 { Int64(time(nil)) }
    public var uptime: Double { Self.monotonic - started }

    private static var monotonic: Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
