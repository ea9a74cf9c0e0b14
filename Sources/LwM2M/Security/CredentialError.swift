/// Why a text is no identity or no key. The words never hold what was given: it may be a secret.
public struct CredentialError: Error, Hashable, Sendable {
    /// What was to be read.
    public var part: CredentialPart
    /// For people: lower case, no full stop.
    public var message: String

    init(_ part: CredentialPart, _ message: String) {
        self.part = part
        self.message = "the \(part.rawValue) \(message)"
    }
}

extension CredentialError: CustomStringConvertible {
    public var description: String { message }
}
