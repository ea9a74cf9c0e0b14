public import ObjectHost

/// The two clocks of a module: the monotonic one, which only goes on, and the calendar, which can be set.
public final class ModuleClock: HostClock {
    /// Seconds since the module was made.
    public internal(set) var now = 0.0
    /// Seconds since 1970 at the moment 0 of the other clock.
    private var origin: Double

    init(unixTime: Int64) { origin = Double(unixTime) }

    /// Seconds since 1970-01-01T00:00:00Z; set by `+CCLK` and by the network.
    public var unixTime: Int64 {
        get { Int64((origin + now).rounded(.down)) }
        set { origin = Double(newValue) - now }
    }

    public var uptime: Double { now }
}
