public import LwM2M

/// Something that happened at a server, after the message that made it was answered.
public enum ServerEvent: Hashable, Sendable {
    /// A registration came, changed, went or ran out.
    case registration(RegistrationRegistry.Change)
    /// A message of the registration or bootstrap interface was refused.
    case refused(peer: String, request: Request, LwM2MError)
    /// A client notified what is observed; a code other than 2.05 ends the observation.
    case notified(endpoint: String, path: Path, Response)
    /// A request waits until its client, which sleeps, says something.
    case held(endpoint: String, Request)
    /// A client asked for bootstrap.
    case bootstrapBegan(endpoint: String, peer: String)
    /// A client answered a command of its bootstrap.
    case bootstrapCommand(endpoint: String, Request, ClientAnswer)
    /// The commands of a bootstrap are through; with a reason where one was refused or not answered.
    case bootstrapEnded(endpoint: String, failure: String?)
    /// The way to a peer ended, in words.
    case connectionEnded(peer: String, String)
}
