/// The answer to a request, before it becomes a message of CoAP.
public struct Response: Hashable, Sendable {
    public var code: ResponseCode
    /// The format of the payload; nil where the answer has none to state.
    public var contentFormat: ContentFormat?
    public var payload: [UInt8]
    /// The Location-Path options, one a segment.
    public var location: [String]
    /// Why the request was refused, for the log; it is not sent.
    public var reason: String

    public init(
        _ code: ResponseCode, contentFormat: ContentFormat? = nil, payload: [UInt8] = [], location: [String] = [],
        reason: String = ""
    ) {
        self.code = code
        self.contentFormat = contentFormat
        self.payload = payload
        self.location = location
        self.reason = reason
    }

    /// The answer of a refusal.
    public init(_ refusal: LwM2MError) { self.init(refusal.code, reason: refusal.message) }
}
