/// Why a notification is sent.
///
/// - Source: LwM2M 1.0.1 §5.1.2.
public enum NotificationCause: String, Hashable, Sendable {
    /// The content is not what it was, and no threshold is set.
    case change
    /// The value passed the threshold gt, upwards or downwards.
    case gt
    /// The value passed the threshold lt, upwards or downwards.
    case lt
    /// The value moved by st or more since the last notification.
    case st
    /// The longest time between two notifications is over.
    case pmax
}
