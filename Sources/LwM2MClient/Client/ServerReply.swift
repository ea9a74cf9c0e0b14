internal import CoAP
internal import LwM2M

/// The answer to a request, and whether it begins an observation.
struct ServerReply {
    let response: Response
    /// The token of the observation that the answer begins; nil for none.
    let observing: Token?

    init(_ response: Response, observing: Token? = nil) {
        self.response = response
        self.observing = observing
    }
}

/// What became of a notification.
enum NotificationOutcome {
    /// A confirmable one arrived.
    case acknowledged
    /// The server does not want it.
    case reset
    /// A confirmable one got no answer.
    case unanswered
}
