/// The number of a notification, which tells an older one from a newer one: 24 bits, and after the last one 0 again.
///
/// - Source: RFC 7641 §3.4 and §4.4.
public struct ObserveNumber: RawRepresentable, Hashable, Sendable {
    /// 0...16777215
    public let rawValue: UInt32
    /// The low 24 bits of a number.
    public init(rawValue: UInt32) { self.rawValue = rawValue & 0xFF_FFFF }

    /// The number of the next notification.
    public var next: ObserveNumber { ObserveNumber(rawValue: rawValue &+ 1) }

    /// Whether this number, received at a time, is newer than another one received before.
    ///
    /// - Parameters:
    ///   - time, earlier: when each of the two came, in seconds.
    public func isNewer(than other: ObserveNumber, at time: Double, earlier: Double) -> Bool {
        let (old, new) = (other.rawValue, rawValue)
        return (old < new && new - old < 1 << 23) || (old > new && old - new > 1 << 23) || time > earlier + 128
    }
}
