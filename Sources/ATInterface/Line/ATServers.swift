public import LwM2M

/// The LwM2M client as the commands for servers reach it.
public protocol ATServers: AnyObject {
    /// The state of each server, in the order of the accounts.
    var states: [ATServerState] { get }

    /// `+ULWM2MREG=<id>`: registers with a server, or updates the registration.
    ///
    /// - throws: why there is nothing to register with.
    func register(_ server: ShortServerID) throws(LwM2MError)

    /// `+ULWM2MREG=0`: bootstraps where there is an account for it, and registers with all servers.
    ///
    /// - throws: why there is nothing to register with.
    func registerAll() throws(LwM2MError)

    /// `+ULWM2MDEREG=<id>`; nil for all.
    func deregister(_ server: ShortServerID?)

    /// The module found its network or lost it; without one nothing can be sent.
    func networkChanged(isAvailable: Bool, isRoaming: Bool)
}
