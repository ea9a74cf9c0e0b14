/// What became of a notification.
///
/// - Source: RFC 7641 §4.5.
public enum NotificationOutcome: Hashable, Sendable {
    /// The peer has it; only for confirmable ones.
    case acknowledged
    /// The peer does not want to be notified any more: the observation is over.
    case reset
    /// The peer did not acknowledge it: the observation is over.
    case unanswered
}
