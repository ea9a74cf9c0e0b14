package import CoAP
package import LwM2M

extension Server {
    /// Something that happened at a server, reported after the message that caused it was answered.
    package enum Event: Hashable, Sendable {
        /// A registration was added, changed, removed or expired.
        case registration(RegistrationRegistry.Change)
        /// A message of the registration or bootstrap interface was refused.
        case refused(peer: String, request: CoAPRequest, LwM2MError)
        /// A client sent a notification; a code other than 2.05 ends the observation.
        case notified(endpoint: String, path: Path, Response)
        /// A request waits until its client, which is asleep, sends something.
        case held(endpoint: String, Request)
        /// A client requested a bootstrap.
        case bootstrapBegan(endpoint: String, peer: String)
        /// A client answered a command of its bootstrap.
        case bootstrapCommand(endpoint: String, BootstrapCommand, ClientAnswer)
        /// A bootstrap ended: all commands were sent or, if there is a reason, one was refused or not answered.
        case bootstrapEnded(endpoint: String, failure: String?)
        /// The connection to a peer ended; the text says why.
        case connectionEnded(peer: String, String)
    }
}

/// The outcome of a request to a client.
package struct ClientAnswer: Hashable, Sendable {
    /// The client's answer; nil if there is none.
    package var response: Response?
    /// Why there is no answer, in readable form; empty if there is one.
    package var failure: String
    /// Seconds from the request to the outcome.
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
