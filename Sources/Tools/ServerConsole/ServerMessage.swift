import CoAP

/// A CoAP message to or from a peer of a server, as it is without protection.
package struct ServerMessage {
    /// `127.0.0.1:50000`.
    package var peer: String
    package var bytes: [UInt8]
    /// Whether the server sent it.
    package var isSent: Bool
    /// Whether it was sent before.
    package var isRepeated: Bool

    /// nil for a datagram that is no message.
    init?(_ trace: EndpointTrace, peer: String) {
        switch trace {
        case .received(let message, let isRepeated):
            self.init(peer: peer, bytes: message.encoded(), isSent: false, isRepeated: isRepeated)
        case .sent(let message, let isRepeated):
            self.init(peer: peer, bytes: message.encoded(), isSent: true, isRepeated: isRepeated)
        case .refused: return nil
        }
    }

    private init(peer: String, bytes: [UInt8], isSent: Bool, isRepeated: Bool) {
        (self.peer, self.bytes, self.isSent, self.isRepeated) = (peer, bytes, isSent, isRepeated)
    }
}
