/// A message of CoAP: what one datagram carries.
///
/// - Source: RFC 7252 §3.
public struct Message: Hashable, Sendable {
    public var type: MessageType
    public var code: Code
    public var id: MessageID
    public var token: Token
    public var options: Options
    public var payload: [UInt8]

    public init(
        _ type: MessageType, _ code: Code, id: MessageID, token: Token = .empty, options: Options = Options(),
        payload: [UInt8] = []
    ) {
        self.type = type
        self.code = code
        self.id = id
        self.token = token
        self.options = options
        self.payload = payload
    }

    /// The message that acknowledges another one and says nothing more.
    public static func acknowledgement(of id: MessageID) -> Message { Message(.acknowledgement, .empty, id: id) }

    /// The message that refuses another one.
    public static func reset(of id: MessageID) -> Message { Message(.reset, .empty, id: id) }
}
