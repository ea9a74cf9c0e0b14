public import CoAP
public import LwM2M

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
