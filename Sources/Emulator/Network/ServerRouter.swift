import CoAP
import LwM2M
import LwM2MClient

/// Leads each account of the client to where the map says.
final class ServerRouter: ServerConnector {
    private let map: ServerMap
    /// The URIs of the profile's accounts, by Short Server ID.
    private let accounts: [ShortServerID: String]
    private let connector: any Connector
    private let simulation: SimulatedServers
    private let check: (ServerAccount) throws(ServerAccountError) -> Void

    /// - Parameter check: throws why no message to a server can leave the module.
    init(
        _ map: ServerMap, accounts: [ShortServerID: String], connector: any Connector, simulation: SimulatedServers,
        check: @escaping (ServerAccount) throws(ServerAccountError) -> Void
    ) {
        self.map = map
        self.accounts = accounts
        self.connector = connector
        self.simulation = simulation
        self.check = check
    }

    func isOnWire(_ account: ServerAccount) -> Bool { (try? destination(of: account)) != .simulated }

    private func destination(of account: ServerAccount) throws(ServerAccountError) -> ServerMap.Destination {
        try map.destination(of: account, isOfProfile: accounts[account.shortServerID] == account.uri)
    }

    func connect(to account: ServerAccount) throws(ServerAccountError) -> any Connection {
        try check(account)
        switch try destination(of: account) {
        case .simulated: return simulation.connect(to: account)
        case .unreachable: return SilentConnection(peer: account.uri)
        case .address(let address):
            return connector.connect(
                host: address.host, port: address.port, security: address.isSecure ? try account.security() : .none)
        }
    }
}
