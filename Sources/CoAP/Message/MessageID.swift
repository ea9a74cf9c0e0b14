/// The number that ties an acknowledgement to its message and tells a repetition from a new message.
///
/// - Source: RFC 7252 §4.4.
public struct MessageID: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
    @inlinable public init(_ rawValue: UInt16) { self.rawValue = rawValue }

    /// The number after this one; 0 after 65535.
    var next: MessageID { MessageID(rawValue &+ 1) }
}
