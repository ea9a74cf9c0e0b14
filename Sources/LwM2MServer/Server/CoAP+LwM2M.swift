import CoAP
import LwM2M

extension CoAPRequest {
    /// The message for a request of LwM2M.
    init(_ request: Request) {
        self.init(
            Code(rawValue: request.method.rawValue), path: request.path, queries: request.queries,
            accept: request.accept?.rawValue, contentFormat: request.contentFormat?.rawValue,
            observe: request.observe, payload: request.payload)
    }
}

extension Request {
    /// The request of LwM2M in a message; nil for a method that LwM2M does not have.
    init?(_ message: CoAPRequest) {
        guard let method = Method(rawValue: message.method.rawValue) else { return nil }
        self.init(
            method, path: message.path, queries: message.queries,
            accept: message.accept.map(ContentFormat.init(rawValue:)),
            contentFormat: message.contentFormat.map(ContentFormat.init(rawValue:)), observe: message.observe,
            payload: message.payload)
    }
}

extension Response {
    /// The response of LwM2M in a message. The text of a refusal is its reason.
    init(_ message: CoAPResponse) {
        let code = ResponseCode(rawValue: message.code.rawValue)
        self.init(
            code, contentFormat: message.contentFormat.map(ContentFormat.init(rawValue:)), payload: message.payload,
            location: message.location,
            reason: code.isSuccess ? "" : String(decoding: message.payload.prefix(1024), as: UTF8.self))
    }
}

extension CoAPResponse {
    /// The message for a response of LwM2M; a refusal says in its payload why.
    init(_ response: Response) {
        self.init(
            Code(rawValue: response.code.rawValue), contentFormat: response.contentFormat?.rawValue,
            location: response.location,
            payload: response.code.isSuccess ? response.payload : Array(response.reason.utf8))
    }
}
