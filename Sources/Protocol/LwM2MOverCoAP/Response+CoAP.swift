package import CoAP
package import LwM2M

extension Response {
    /// The response in a message. The text of a refusal becomes its reason, limited to 1024 bytes.
    ///
    /// - Source: LwM2M 1.0.1 §8.2.
    package init(_ message: CoAPResponse) {
        self.init(
            ResponseCode(rawValue: message.code.rawValue),
            contentFormat: message.contentFormat.map(ContentFormat.init(rawValue:)),
            payload: message.payload, location: message.location)
        guard !code.isSuccess, contentFormat == nil || contentFormat == .text,
            let text = String(validating: payload.prefix(1024), as: UTF8.self)
        else { return }
        reason = text
    }
}

extension CoAPResponse {
    /// The message for a response; the reason of a refusal is not included.
    package init(_ response: Response) {
        self.init(
            Code(rawValue: response.code.rawValue), contentFormat: response.contentFormat?.rawValue,
            location: response.location, payload: response.payload)
    }

    /// The message for a response to a client; a refusal has its reason in the payload.
    package init(explaining response: Response) {
        self.init(response)
        if !response.code.isSuccess { payload = Array(response.reason.utf8) }
    }
}
