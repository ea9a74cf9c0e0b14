import Clocks
import Moments

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The time that scripts see.
package protocol HostClock: AnyObject {
    /// Seconds since 1970-01-01T00:00:00Z, for `os.time` and `os.date`.
    var unixTime: Int64 { get }
    /// Seconds since the start of the device, for `os.clock`.
    var uptime: Double { get }
}

/// The clock of the machine.
package final class SystemClock: HostClock {
    private let started = MonotonicClock.now

    package init() {}

    package var unixTime: Int64 { Int64(time(nil)) }
    package var uptime: Double { MonotonicClock.now - started }
}

/// A clock that stands still until it is told to advance.
package final class VirtualClock: HostClock {
    /// The last moment that the clock advances to, in seconds since the start; the clock may show slightly more.
    package static let end = 9e9

    /// Nanoseconds since the start.
    package private(set) var elapsed: Int64 = 0
    /// Seconds since 1970 at the start.
    package var start: Int64

    /// - Parameter start: seconds since 1970; 2025-01-01T00:00:00Z by default.
    package init(start: Int64 = 1_735_689_600) { self.start = start }

    package var unixTime: Int64 { start.addingSaturated(elapsed / 1_000_000_000) }
    package var uptime: Double { Double(elapsed) / 1e9 }

    /// Lets time pass until the clock shows at least this much more; does nothing for a negative amount or NaN. At its
    /// end, 292 years from the start, the clock stops.
    package func advance(seconds: Double) {
        guard seconds > 0 else { return }
        elapsed = elapsed.addingSaturated(Int64(saturating: (seconds * 1e9).rounded(.up)))
    }

    /// Goes back to an earlier moment, for a device that restarts.
    package func reset(to elapsed: Int64) { self.elapsed = elapsed }
}
