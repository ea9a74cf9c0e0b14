/// How a request of ours ended.
public enum ExchangeOutcome: Hashable, Sendable {
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

    /// The response; nil where there was none.
    public var response: CoAPResponse? { if case .response(let response) = self { response } else { nil } }
}

extension ExchangeOutcome: CustomStringConvertible {
    /// The outcome for people: the code, or why there is none.
    public var description: String {
        switch self {
        case .response(let response): "\(response.code)"
        case .timedOut: "no answer"
        case .reset: "the peer refused the message with RST"
        case .cancelled: "cancelled"
        case .failed(let reason): reason
        }
    }
}
