/// A request of ours under way: the message that goes now, and the blocks that are to come.
final class Exchange {
    let id: ExchangeID
    let isConfirmable: Bool
    var blocks: BlockwiseRequest
    /// The token of the message that is under way.
    var token: Token
    /// The id of the message that waits for its acknowledgement; nil once it is there, or where none is expected.
    var messageID: MessageID?
    /// When the owner is told that no response came; infinite while the message waits for its acknowledgement.
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

/// Names a request of ours, or an observation, at its endpoint.
package struct ExchangeID: Hashable, Sendable {
    let rawValue: UInt64
}

/// How a request of ours ended.
package enum ExchangeOutcome: Hashable, Sendable {
    /// The peer answered, success or not; the payload is whole.
    case response(CoAPResponse)
    /// No acknowledgement, or no response after one.
    case timedOut
    /// The peer could make nothing of the request.
    case reset
    /// The owner did not want it any more.
    case cancelled
    /// The response made no sense, in words.
    case failed(String)

    /// The response; nil if there was none.
    package var response: CoAPResponse? { if case .response(let response) = self { response } else { nil } }
}

extension ExchangeOutcome: CustomStringConvertible {
    /// The outcome for people: the code, or why there is none.
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

/// A request of the peer whose response comes later.
///
/// - Source: RFC 7252 §5.2.2.
struct PendingRequest {
    /// When it is acknowledged alone; nil once that was done, or where none is expected.
    var acknowledgementDue: Double?
}
