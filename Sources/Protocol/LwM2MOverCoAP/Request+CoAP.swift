public import CoAP
public import LwM2M

extension Request {
    /// The request in a message; nil for a method that LwM2M does not have.
    ///
    /// - Source: LwM2M 1.0.1 §8.2.
    public init?(_ message: CoAPRequest) {
        guard let method = Method(rawValue: message.method.rawValue) else { return nil }
        self.init(
            method, path: message.path, queries: message.queries,
            accept: message.accept.map(ContentFormat.init(rawValue:)),
            contentFormat: message.contentFormat.map(ContentFormat.init(rawValue:)), observe: message.observe,
            payload: message.payload)
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
    /// The response in a message. The text of a refusal is its reason, not longer than 1024 bytes.
    ///
    /// - Source: LwM2M 1.0.1 §8.2.
    public init(_ message: CoAPResponse) {
        self.init(
            ResponseCode(rawValue: message.code.rawValue),
            contentFormat: message.contentFormat.map(ContentFormat.init(rawValue:)), payload: message.payload,
            location: message.location)
        guard !code.isSuccess, contentFormat == nil || contentFormat == .text,
            let text = String(validating: payload.prefix(1024), as: UTF8.self)
        else { return }
        reason = text
    }
}

extension CoAPResponse {
    /// The message for a response; the reason of a refusal stays here.
    public init(_ response: Response) {
        self.init(
            Code(rawValue: response.code.rawValue), contentFormat: response.contentFormat?.rawValue,
            location: response.location, payload: response.payload)
    }
}
