public import LwM2M

/// What a bootstrap server does to a client that asks for it.
///
/// - Source: LwM2M 1.0.1 §5.2.
public struct BootstrapSequence: Hashable, Sendable {
    /// The name of the clients that it is for; a `*` at the end stands for any further letters.
    public var client: String
    /// The commands in order; Finish too is one, so that a sequence can leave it out.
    public var commands: [Request]

    public init(client: String = "*", commands: [Request]) {
        self.client = client
        self.commands = commands
    }

    /// Whether it is for a client of that name.
    public func fits(_ endpoint: String) -> Bool {
        client.hasSuffix("*") ? endpoint.hasPrefix(client.dropLast()) : endpoint == client
    }
}
