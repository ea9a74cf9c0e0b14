/// A request of the peer, whole, with what its response needs.
public struct IncomingRequest {
    public var request: CoAPRequest { context.request }
    public let token: Token
    /// Whether the peer repeats it until it is acknowledged.
    public let isConfirmable: Bool
    let id: MessageID
    let context: BlockContext

    init(_ context: BlockContext, token: Token, isConfirmable: Bool, id: MessageID) {
        self.context = context
        self.token = token
        self.isConfirmable = isConfirmable
        self.id = id
    }
}
