/// What a message asks of the message layer.
///
/// - Source: RFC 7252 §3, §4.2 and §4.3.
public enum MessageType: UInt8, Hashable, Sendable {
    /// Repeated until it is acknowledged.
    case confirmable = 0
    case nonConfirmable = 1
    case acknowledgement = 2
    /// The receiver could make nothing of a message.
    case reset = 3
}

extension MessageType: CustomStringConvertible {
    /// `CON`, `NON`, `ACK`, `RST`.
    public var description: String {
        switch self {
        case .confirmable: "CON"
        case .nonConfirmable: "NON"
        case .acknowledgement: "ACK"
        case .reset: "RST"
        }
    }
}
