package import CoAP
package import LwM2M

/// One observation of one server.
///
/// - Source: LwM2M 1.0.1 §5.5; RFC 7641 §3.
package struct Observation: Hashable, Sendable {
    /// What was observed: an Object, an Object Instance or a Resource.
    package let path: Path
    /// The token of the request, which each notification carries.
    package let token: Token
    /// The format of the answer, which each notification keeps.
    package let format: ContentFormat
    package internal(set) var rule: NotificationRule
    /// When the observation began, in seconds on the clock of the device.
    let madeAt: Double
    /// When the last confirmable message was sent, in seconds on the clock of the device; the answer to the request
    /// counts.
    var confirmedAt: Double
    /// Whether something in its Object has changed since it was last checked.
    var isTouched = false
    /// Why the observed path can no longer be read, which one last message tells; nil while it can.
    ///
    /// - Source: RFC 7641 §4.2.
    var end: LwM2MError?
    /// Why nothing is sent although something is due; nil if nothing prevents it.
    var hindrance: String?

    package init(_ path: Path, token: Token, format: ContentFormat, content: Node, at time: Double) {
        self.path = path
        self.token = token
        self.format = format
        rule = NotificationRule(sending: content, at: time)
        madeAt = time
        confirmedAt = time
    }

    /// At least once in this time, in seconds, a notification is confirmable, so that an observer that has gone away is
    /// detected.
    ///
    /// - Source: RFC 7641 §4.5.
    static let longestUnconfirmed = 86_400.0

    /// Whether a notification at this time must be confirmable.
    func isConfirmationDue(at time: Double) -> Bool { time - confirmedAt >= Self.longestUnconfirmed }
}

/// A notification to send to an observer.
package struct Notification: Sendable {
    /// What the message carries.
    package enum Content: Sendable {
        case node(Node)
        /// The final message: the observed path can no longer be read.
        case end(LwM2MError)
    }

    /// The observed path.
    package let path: Path
    /// The token of the request.
    package let token: Token
    /// The format of the first answer.
    package let format: ContentFormat
    package let content: Content
    package let isConfirmable: Bool
}
