/// One of the two things that make up a pre-shared key.
public enum CredentialPart: String, Hashable, Sendable {
    /// What the client calls itself, 1 to 128 bytes.
    case identity
    /// The secret, 1 to 64 bytes.
    case key

    /// The most bytes that it may have.
    ///
    /// - Source: LwM2M 1.0.1 appendix E.1.1.
    public var limit: Int { self == .identity ? 128 : 64 }
}
