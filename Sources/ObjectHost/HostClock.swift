/// The time that scripts see.
public protocol HostClock: AnyObject {
    /// Seconds since 1970-01-01T00:00:00Z, for `os.time` and `os.date`.
    var unixTime: Int64 { get }
    /// Seconds since the start of the device, for `os.clock`.
    var uptime: Double { get }
}
