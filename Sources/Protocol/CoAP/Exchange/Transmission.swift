/// One of our messages that awaits acknowledgement.
///
/// - Source: RFC 7252 §4.2.
struct Transmission {
    /// What the message is for, which decides who is told of its outcome.
    enum Purpose {
        case request(Exchange)
        case response
        case notification(Token)
    }

    var message: Message
    var datagram: [UInt8]
    var retransmission: Retransmission
    var purpose: Purpose
}

/// When a confirmable message is retransmitted, and when its sender gives up.
///
/// - Source: RFC 7252 §4.2.
struct Retransmission {
    /// When something is next due, in seconds.
    private(set) var deadline: Double
    private var timeout: Double
    private var left: Int

    /// Starts with the message being sent now.
    ///
    /// - Parameter fraction: the random part, at least 0 and below 1.
    init(_ parameters: TransmissionParameters, fraction: Double, at time: Double) {
        let spread = max(0, parameters.acknowledgementRandomFactor - 1) * fraction
        timeout = parameters.acknowledgementTimeout * (1 + spread)
        left = parameters.mostRetransmissions
        deadline = time + timeout
    }

    /// The deadline has come.
    ///
    /// - Returns: whether to send the message again; false to give up.
    mutating func expire(at time: Double) -> Bool {
        guard left > 0 else { return false }
        left -= 1
        timeout *= 2
        deadline = time + timeout
        return true
    }
}

/// How long the message layer waits and how often it retransmits; all times in seconds.
///
/// - Source: RFC 7252 §4.8.
package struct TransmissionParameters: Hashable, Sendable {
    /// ACK_TIMEOUT: the shortest initial wait for an acknowledgement.
    package var acknowledgementTimeout = 2.0
    /// ACK_RANDOM_FACTOR: the initial wait is up to this many times ACK_TIMEOUT; at least 1.
    package var acknowledgementRandomFactor = 1.5
    /// MAX_RETRANSMIT: how often a confirmable message is retransmitted.
    package var mostRetransmissions = 4
    /// NSTART: how many of our requests may be under way at a time; the others wait. Notifications do not count.
    var mostOutstandingRequests = 1
    /// MAX_LATENCY: how long a datagram may be under way.
    var mostLatency = 100.0

    package init() {}

    /// MAX_TRANSMIT_SPAN: from the first transmission to the last.
    package var transmitSpan: Double {
        acknowledgementTimeout * Double((1 << mostRetransmissions) - 1) * acknowledgementRandomFactor
    }

    /// MAX_TRANSMIT_WAIT: from the first transmission until the sender gives up.
    package var transmitWait: Double {
        acknowledgementTimeout * Double((1 << (mostRetransmissions + 1)) - 1) * acknowledgementRandomFactor
    }

    /// EXCHANGE_LIFETIME: how long the id of a confirmable message is not used again.
    package var exchangeLifetime: Double { transmitSpan + 2 * mostLatency + acknowledgementTimeout }

    /// NON_LIFETIME: how long the id of a non-confirmable message is not used again.
    package var nonConfirmableLifetime: Double { transmitSpan + mostLatency }
}
