import CoAP
import LwM2M
import LwM2MOverCoAP

extension CoAPResponse {
    /// The message for a response to a client; a refusal says in its payload why.
    init(explaining response: Response) {
        self.init(response)
        if !response.code.isSuccess { payload = Array(response.reason.utf8) }
    }
}
