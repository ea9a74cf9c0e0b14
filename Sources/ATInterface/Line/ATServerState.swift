public import LwM2M
public import Modem

/// Where the client stands with one server.
public struct ATServerState: Hashable, Sendable {
    public var server: ShortServerID
    public var status: ServerStatus
    /// Seconds until it registers again by itself; nil where it is not registered.
    public var secondsLeft: Int?

    public init(_ server: ShortServerID, _ status: ServerStatus, secondsLeft: Int? = nil) {
        self.server = server
        self.status = status
        self.secondsLeft = secondsLeft
    }
}
