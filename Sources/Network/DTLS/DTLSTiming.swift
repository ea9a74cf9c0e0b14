/// How long a handshake waits.
///
/// - Source: RFC 6347 §4.2.4.1.
public struct DTLSTiming: Hashable, Sendable {
    /// Seconds until a flight is sent again for the first time; each further wait is twice as long.
    public var firstRetransmission: Double
    /// The longest wait between two sendings of a flight, in seconds.
    public var longestRetransmission: Double
    /// Seconds within which the handshake must be done.
    public var deadline: Double
    /// Whether the clock is not the system's. OpenSSL looks at the time of the system before it sends a flight again;
    /// with true it does so whenever the owner's clock says so.
    public var isVirtual: Bool

    public init(
        firstRetransmission: Double = 1, longestRetransmission: Double = 60, deadline: Double = 20,
        isVirtual: Bool = false
    ) {
        self.firstRetransmission = firstRetransmission
        self.longestRetransmission = longestRetransmission
        self.deadline = deadline
        self.isVirtual = isVirtual
    }
}
