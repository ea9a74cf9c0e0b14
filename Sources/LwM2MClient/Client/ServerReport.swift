public import LwM2M

/// Where the client stands with one server, for `+ULWM2MREG?` and people.
public struct ServerReport: Hashable, Sendable {
    public var shortServerID: ShortServerID
    /// As Object 0 holds it.
    public var uri: String
    public var state: ServerState
    /// Seconds until the client registers again by itself; nil where it is not registered.
    public var secondsLeft: Int?
    /// In seconds.
    public var lifetime: Int64
    public var binding: String
    /// What the server observes.
    public var observations: [Path]
    /// Whether the connection rests, so that the server cannot reach the client.
    public var isResting: Bool
}
