/// Where a connection stands.
public enum ConnectionState: Hashable, Sendable {
    /// The handshake runs.
    case opening
    case open
    /// It ended, or never came to be; the words say why and what to do, for people.
    case failed(String)
}
