/// One of our requests under way: the current message, and the blocks still to come.
final class Exchange {
    let id: ExchangeID
    let isConfirmable: Bool
    var blocks: BlockwiseRequest
    /// The token of the message under way.
    var token: Token
    /// The id of the message that awaits acknowledgement; nil once that has arrived, or if none is expected.
    var messageID: MessageID?
    /// When the owner is told that no response came; infinite while the message awaits acknowledgement.
    var deadline = Double.infinity
    /// Whether the first response may begin an observation.
    let isObserve: Bool
    let completion: (ExchangeOutcome) -> Void

    init(
        id: ExchangeID, blocks: BlockwiseRequest, token: Token, isConfirmable: Bool, isObserve: Bool = false,
        completion: @escaping (ExchangeOutcome) -> Void
    ) {
        self.id = id
        self.blocks = blocks
        self.token = token
        self.isConfirmable = isConfirmable
        self.isObserve = isObserve
        self.completion = completion
    }
}

/// Identifies one of our requests or observations at its endpoint.
package struct ExchangeID: Hashable, Sendable {
    let rawValue: UInt64
}

/// How one of our requests ended.
package enum ExchangeOutcome: Hashable, Sendable {
    /// The peer answered, with success or not; the payload is complete.
    case response(CoAPResponse)
    /// No acknowledgement came, or no response after it.
    case timedOut
    /// The peer rejected the request with RST.
    case reset
    /// The owner cancelled it.
    case cancelled
    /// The response made no sense, for this reason.
    case failed(String)

    /// The response; nil if there was none.
    package var response: CoAPResponse? { if case .response(let response) = self { response } else { nil } }
}

extension ExchangeOutcome: CustomStringConvertible {
    /// The outcome in readable form: the code, or why there is none.
    package var description: String {
        switch self {
        case .response(let response): "\(response.code)"
        case .timedOut: "no answer"
        case .reset: "the peer refused the message with RST"
        case .cancelled: "cancelled"
        case .failed(let reason): reason
        }
    }
}

/// A request from the peer whose response comes later.
///
/// - Source: RFC 7252 §5.2.2.
struct PendingRequest {
    /// When it gets a separate acknowledgement; nil once that is done, or if none is expected.
    var acknowledgementDue: Double?
}
