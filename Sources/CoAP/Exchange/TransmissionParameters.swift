/// How long the message layer waits and how often it repeats; all times in seconds.
///
/// - Source: RFC 7252 §4.8.
public struct TransmissionParameters: Hashable, Sendable {
    /// ACK_TIMEOUT: the least first wait for an acknowledgement.
    public var acknowledgementTimeout = 2.0
    /// ACK_RANDOM_FACTOR: the first wait is up to so many times ACK_TIMEOUT; at least 1.
    public var acknowledgementRandomFactor = 1.5
    /// MAX_RETRANSMIT: so often a confirmable message is repeated.
    public var mostRetransmissions = 4
    /// NSTART: so many requests of ours are under way at a time; the others wait. Notifications do not count.
    public var mostOutstandingRequests = 1
    /// MAX_LATENCY: so long a datagram may be under way.
    public var mostLatency = 100.0

    public init() {}

    /// MAX_TRANSMIT_SPAN: from the first transmission to the last.
    public var transmitSpan: Double {
        acknowledgementTimeout * Double((1 << mostRetransmissions) - 1) * acknowledgementRandomFactor
    }

    /// MAX_TRANSMIT_WAIT: from the first transmission until the sender gives up.
    public var transmitWait: Double {
        acknowledgementTimeout * Double((1 << (mostRetransmissions + 1)) - 1) * acknowledgementRandomFactor
    }

    /// EXCHANGE_LIFETIME: so long the id of a confirmable message is not used again.
    public var exchangeLifetime: Double { transmitSpan + 2 * mostLatency + acknowledgementTimeout }

    /// NON_LIFETIME: so long the id of a non-confirmable message is not used again.
    public var nonConfirmableLifetime: Double { transmitSpan + mostLatency }
}
