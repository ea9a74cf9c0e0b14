/// A clock that stands still until it is told to go on.
public final class VirtualClock: HostClock {
    /// Nanoseconds since the start.
    public private(set) var elapsed: Int64 = 0
    /// Seconds since 1970 at the start.
    public var start: Int64

    /// - Parameter start: seconds since 1970; 2025-01-01T00:00:00Z unless told otherwise.
    public init(start: Int64 = 1_735_689_600) { self.start = start }

    public var unixTime: Int64 {
        let sum = start.addingReportingOverflow(elapsed / 1_000_000_000)
        return sum.overflow ? .max : sum.partialValue
    }
    public var uptime: Double { Double(elapsed) / 1e9 }

    /// Lets time pass; a negative amount is none.
    public func advance(seconds: Double) {
        guard seconds > 0 else { return }
        let sum = elapsed.addingReportingOverflow(Int64(min(seconds, 4e9) * 1e9))
        // The clock has an end, 292 years after its start, and stands still there.
        elapsed = sum.overflow ? .max : sum.partialValue
    }

    /// Goes back to an earlier moment, for a device that starts anew.
    public func reset(to elapsed: Int64) { self.elapsed = elapsed }
}
