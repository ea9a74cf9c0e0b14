import CoAP
import LwM2M
import LwM2MOverCoAP

extension Response {
    /// The response in a message of a client. The text of a refusal is its reason.
    init(explained message: CoAPResponse) {
        self.init(message)
        if !code.isSuccess { reason = String(decoding: payload.prefix(1024), as: UTF8.self) }
    }
}

extension CoAPResponse {
    /// The message for a response to a client; a refusal says in its payload why.
    init(explaining response: Response) {
        self.init(response)
        if !response.code.isSuccess { payload = Array(response.reason.utf8) }
    }
}
