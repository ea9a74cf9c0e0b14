/// How long the client can be reached after a message, in seconds.
///
/// - Source: LwM2M 1.0.1 §5.3.1.1; UBX-18068860 R09 §3.6, §5.2.
public struct ReachabilityPolicy: Hashable, Sendable {
    /// From the last message until the connection rests; nil for never. A resting connection takes no request, and goes
    /// on where it was.
    public var suspension: Double?
    /// From the last message until the connection is closed; nil for never. The next one begins with a Register.
    public var closing: Double?

    public init(suspension: Double? = nil, closing: Double? = nil) {
        self.suspension = suspension
        self.closing = closing
    }

    /// Binding U: at any time.
    public static let always = ReachabilityPolicy()

    /// Binding UQ: asleep after MAX_TRANSMIT_WAIT without a message.
    public static let queued = ReachabilityPolicy(suspension: 93)

    /// As the module does with every server: within its window, and then not until the next registration.
    ///
    /// - Parameters:
    ///   - window: from the last message until the connection rests.
    ///   - teardown: from the last message until the context is torn down.
    public static func module(window: Double, teardown: Double) -> ReachabilityPolicy {
        ReachabilityPolicy(suspension: window, closing: teardown)
    }
}
