/// Which side of a handshake one is, and what it knows.
public enum DTLSRole {
    /// Begins the handshake, with an identity of up to 128 bytes and a key of up to 64.
    case client(identity: [UInt8], key: [UInt8])
    /// Answers, with the key for an identity; nil for one that it does not know.
    case server(key: (_ identity: [UInt8]) -> [UInt8]?)
}
