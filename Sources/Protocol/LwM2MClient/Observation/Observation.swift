public import CoAP
public import LwM2M

/// One observation of one server.
///
/// - Source: LwM2M 1.0.1 §5.5; RFC 7641 §3.
public struct Observation: Hashable, Sendable {
    /// What was observed: an Object, an Object Instance or a Resource.
    public let path: Path
    /// The token of the request, which each notification carries.
    public let token: Token
    /// The format of the answer, which each notification keeps.
    public let format: ContentFormat
    public internal(set) var rule: NotificationRule
    /// When it was made, in seconds on the clock of the device.
    public let madeAt: Double
    /// When the last confirmable message went out, in seconds on the clock of the device; the answer to the request
    /// counts.
    public internal(set) var confirmedAt: Double
    /// Whether something in its Object changed since it was last looked at.
    var isTouched = false
    /// Whether what it observed is gone, so that one last message ends it.
    var isGone = false
    /// Why nothing is sent though something is due; nil if nothing prevents it.
    var hindrance: String?

    public init(_ path: Path, token: Token, format: ContentFormat, content: Node, at time: Double) {
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
public struct Notification: Sendable {
    /// What the message carries.
    public enum Content: Sendable {
        case node(Node)
        /// The last word: what was observed cannot be read any more.
        case end(LwM2MError)
    }

    /// What was observed.
    public let path: Path
    /// That of the request.
    public let token: Token
    /// That of the first answer.
    public let format: ContentFormat
    public let content: Content
    public let isConfirmable: Bool
}
