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
    /// When it was made, in seconds on the clock of the device.
    let madeAt: Double
    /// When the last confirmable message went out, in seconds on the clock of the device; the answer to the request
    /// counts.
    var confirmedAt: Double
    /// Whether something in its Object changed since it was last looked at.
    var isTouched = false
    /// Whether what it observed is gone, so that one last message ends it.
    var isGone = false
    /// Why nothing is sent though something is due; nil if nothing prevents it.
    var hindrance: String?

    package init(_ path: Path, token: Token, format: ContentFormat, content: Node, at time: Double) {
        self.path = path
        self.token = token
        self.format = format
        rule = NotificationRule(sending: content, at: time)
        madeAt = time
        confirmedAt = time
    }

    /// Once in this time a notification is confirmable, so that an observer that is gone is found, in seconds.
    ///
    /// - Source: RFC 7641 §4.5.
    static let longestUnconfirmed = 86_400.0

    /// Whether a notification at this time has to be confirmable.
    func isConfirmationDue(at time: Double) -> Bool { time - confirmedAt >= Self.longestUnconfirmed }
}

/// What is to be sent to an observer.
package struct Notification: Sendable {
    /// What the message carries.
    package enum Content: Sendable {
        case node(Node)
        /// The final message: what was observed cannot be read any more.
        case end(LwM2MError)
    }

    /// What was observed.
    package let path: Path
    /// That of the request.
    package let token: Token
    /// That of the first answer.
    package let format: ContentFormat
    package let content: Content
    package let isConfirmable: Bool
}
