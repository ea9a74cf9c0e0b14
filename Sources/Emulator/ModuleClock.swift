import Moments
public import ObjectHost

/// The two clocks of a module: the monotonic one, which only goes on, and the calendar, which can be set.
public final class ModuleClock: HostClock {
    /// Seconds since the module was made.
    public internal(set) var now = 0.0
    /// Seconds since 1970 when the calendar was last set, and the other clock at that moment.
    private var origin: (unixTime: Int64, now: Double)

    init(unixTime: Int64) { origin = (unixTime, 0) }

    /// Seconds since 1970-01-01T00:00:00Z; set by `+CCLK` and by the network. At its end the calendar stands still.
    public var unixTime: Int64 {
        get { origin.unixTime.addingSaturated(Int64(saturating: (now - origin.now).rounded(.down))) }
        set { origin = (newValue, now) }
    }

    public var uptime: Double { now }
}
