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
