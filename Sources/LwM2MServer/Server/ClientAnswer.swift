public import LwM2M

/// What came of a request to a client.
public struct ClientAnswer: Hashable, Sendable {
    /// What the client answered; nil where it did not.
    public var response: Response?
    /// Why there is no answer, for people; empty where there is one.
    public var failure: String
    /// Seconds from the request to this.
    public var duration: Double

    /// Whether the client did what was asked.
    public var isSuccess: Bool { response?.code.isSuccess ?? false }
}

extension ClientAnswer: CustomStringConvertible {
    /// The code and its name, `2.05 Content`, or why there is none.
    public var description: String {
        response.map { $0.code.name.isEmpty ? "\($0.code)" : "\($0.code) \($0.code.name)" } ?? failure
    }
}
