/// How long the client can be reached after a message, in seconds. Then the connection rests: requests are not heard
/// until the client has something to say, and it goes on where it was.
///
/// - Source: LwM2M 1.0.1 §5.3.1.1; UBX-18068860 R09 §3.6, §5.2.
public struct ReachabilityPolicy: Hashable, Sendable {
    /// From the last message; nil for ever.
    public var afterMessage: Double?
    /// From a Register or Update that no request of the server and no notification followed; nil as `afterMessage`.
    public var afterRegistration: Double?

    public init(afterMessage: Double? = nil, afterRegistration: Double? = nil) {
        self.afterMessage = afterMessage
        self.afterRegistration = afterRegistration
    }

    /// Binding U: at any time.
    public static let always = ReachabilityPolicy()

    /// Binding UQ: asleep after MAX_TRANSMIT_WAIT without a message.
    public static let queued = ReachabilityPolicy(afterMessage: 93)

    /// The moment at which the connection rests; nil for never.
    ///
    /// - Parameters:
    ///   - registration: when the last Register or Update was acknowledged.
    ///   - exchange: when the last other message went either way.
    func end(registration: Double, exchange: Double?) -> Double? {
        guard let afterMessage else { return nil }
        let first = registration + (afterRegistration ?? afterMessage)
        return exchange.map { max(first, $0 + afterMessage) } ?? first
    }
}
