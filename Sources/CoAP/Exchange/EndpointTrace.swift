/// A message on its way, for the log.
public enum EndpointTrace {
    /// It came; a repeated one was known and had no effect.
    case received(Message, isRepeated: Bool)
    /// It went out; a repeated one went out before.
    case sent(Message, isRepeated: Bool)
    /// A datagram that is no message came.
    case refused(MalformedMessage)
}
