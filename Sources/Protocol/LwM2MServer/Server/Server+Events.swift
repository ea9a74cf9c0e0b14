package import CoAP
package import LwM2M

extension Server {
    /// Something that happened at a server, after the message that made it was answered.
    package enum Event: Hashable, Sendable {
        /// A registration came, changed, went or ran out.
        case registration(RegistrationRegistry.Change)
        /// A message of the registration or bootstrap interface was refused.
        case refused(peer: String, request: CoAPRequest, LwM2MError)
        /// A client notified what is observed; a code other than 2.05 ends the observation.
        case notified(endpoint: String, path: Path, Response)
        /// A request waits until its client, which sleeps, says something.
        case held(endpoint: String, Request)
        /// A client asked for bootstrap.
        case bootstrapBegan(endpoint: String, peer: String)
        /// A client answered a command of its bootstrap.
        case bootstrapCommand(endpoint: String, BootstrapCommand, ClientAnswer)
        /// All commands of a bootstrap were sent; with a reason if one was refused or not answered.
        case bootstrapEnded(endpoint: String, failure: String?)
        /// The connection to a peer ended; the words say why.
        case connectionEnded(peer: String, String)
    }
}

/// What came of a request to a client.
package struct ClientAnswer: Hashable, Sendable {
    /// What the client answered; nil if it did not.
    package var response: Response?
    /// Why there is no answer, for people; empty if there is one.
    package var failure: String
    /// Seconds from the request to this.
    package var duration: Double

    /// Whether the client did what was asked.
    package var isSuccess: Bool { response?.code.isSuccess ?? false }
}

extension ClientAnswer: CustomStringConvertible {
    /// The code and its name, `2.05 Content`, or why there is none.
    package var description: String {
        response.map { $0.code.name.isEmpty ? "\($0.code)" : "\($0.code) \($0.code.name)" } ?? failure
    }
}
