/// What is to be done about an observation at one moment.
public enum NotificationDecision: Hashable, Sendable {
    /// Send the content of now, for these reasons.
    case send([NotificationCause])
    /// There is a reason, and the least time holds it back until then, in seconds of the caller's clock.
    case wait(until: Double, [NotificationCause])
    /// There is no reason.
    case rest
}
