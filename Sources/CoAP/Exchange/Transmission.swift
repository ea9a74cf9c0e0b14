/// A message of ours that waits for its acknowledgement.
///
/// - Source: RFC 7252 §4.2.
struct Transmission {
    /// What the message is, and so who hears of its end.
    enum Purpose {
        case request(Exchange)
        case response
        case notification(Token)
    }

    var message: Message
    var datagram: [UInt8]
    var retransmission: Retransmission
    var purpose: Purpose
}
