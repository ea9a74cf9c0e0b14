public import LwM2M
public import Modem

/// The LwM2M client as the commands for servers reach it.
public protocol ATServers: AnyObject {
    /// The state of each server, in the order of the accounts.
    var states: [ATServerState] { get }

    /// `+ULWM2MREG=<id>`: registers with a server, or updates the registration.
    ///
    /// - throws: why there is nothing to register with.
    func register(_ server: ShortServerID) throws(LwM2MError)

    /// `+ULWM2MREG=0`: bootstraps where there is an account for it, and registers with all servers.
    func registerAll()

    /// `+ULWM2MDEREG=<id>`; nil for all.
    func deregister(_ server: ShortServerID?)

    /// The module found its network or lost it; without one nothing can be sent.
    func networkChanged(isAvailable: Bool, isRoaming: Bool)
}

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
