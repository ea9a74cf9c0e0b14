/// Why a datagram is no message, and what its sender is told.
///
/// - Source: RFC 7252 §3, §4.2 and §4.3.
public struct MalformedMessage: Error, Hashable, Sendable {
    /// What goes back.
    public enum Reaction: Hashable, Sendable {
        case silence
        /// A Reset with the id of the message.
        case reset(MessageID)
    }

    /// What is wrong, for people.
    public var reason: String
    public var reaction: Reaction

    public init(_ reason: String, reaction: Reaction = .silence) {
        self.reason = reason
        self.reaction = reaction
    }
}

extension MalformedMessage: CustomStringConvertible {
    public var description: String { reason }
}
