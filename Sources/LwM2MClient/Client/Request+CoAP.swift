public import CoAP
public import LwM2M

extension Request {
    /// The request that a peer asks; nil for a method that LwM2M does not know.
    public init?(_ request: CoAPRequest) {
        guard let method = Method(rawValue: request.method.rawValue) else { return nil }
        self.init(
            method, path: request.path, queries: request.queries,
            accept: request.accept.map { ContentFormat(rawValue: $0) },
            contentFormat: request.contentFormat.map { ContentFormat(rawValue: $0) }, observe: request.observe,
            payload: request.payload)
    }
}

extension CoAPRequest {
    /// The message for a request.
    public init(_ request: Request) {
        self.init(
            Code(rawValue: request.method.rawValue), path: request.path, queries: request.queries,
            accept: request.accept?.rawValue, contentFormat: request.contentFormat?.rawValue,
            observe: request.observe, payload: request.payload)
    }
}

extension Response {
    /// The answer of a peer.
    public init(_ response: CoAPResponse) {
        self.init(
            ResponseCode(rawValue: response.code.rawValue),
            contentFormat: response.contentFormat.map { ContentFormat(rawValue: $0) }, payload: response.payload,
            location: response.location)
    }
}

extension CoAPResponse {
    /// The message for an answer; the reason of a refusal stays here.
    public init(_ response: Response) {
        self.init(
            Code(rawValue: response.code.rawValue), contentFormat: response.contentFormat?.rawValue,
            location: response.location, payload: response.payload)
    }
}
