import CoAP
package import LwM2M
package import LwM2MClient

/// Routes each account of the client to the destination in the map.
final class ServerRouter: ServerConnector {
    private let map: ServerMap
    /// The URIs of the profile's accounts, by Short Server ID.
    private let accounts: [ShortServerID: String]
    private let connector: any Connector
    private let simulation: SimulatedServers
    private let check: (ServerAccount) throws(ServerAccountError) -> Void

    /// - Parameter check: throws the reason why no message to a server can leave the module.
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
        case .unreachable: return DeadConnection(peer: account.uri, state: .open)
        case .address(let address):
            return connector.connect(
                host: address.host, port: address.port, security: address.isSecure ? try account.security() : .none)
        }
    }
}

/// Where each server is contacted: what `--map` and `--network` say.
///
/// The accounts of an operator profile lead to a simulated server, and those of the user to the server itself, only on
/// this machine unless told otherwise. A server of a vendor or an operator is never contacted by surprise.
package struct ServerMap: Hashable, Sendable {
    /// The left side of an entry.
    package enum Source: Hashable, Sendable {
        case server(ShortServerID)
        case address(ServerURI)
    }

    /// Where an account leads.
    package enum Destination: Hashable, Sendable {
        /// A server inside the program that accepts registrations.
        case simulated
        case address(ServerURI)
        /// A destination that never answers.
        case unreachable
    }

    /// The entries; each source occurs once.
    package private(set) var entries: [Source: Destination] = [:]
    /// Whether addresses of other machines are contacted.
    package var reachesOtherMachines = false

    /// A map without entries.
    package init() {}

    /// Adds an entry in the form of `--map`: `721=coap://127.0.0.1:5683`, `721=off`, `721=sim`, `coap://A=coap://B`.
    ///
    /// - throws: what is wrong with it.
    package mutating func add(_ text: String) throws(ServerAccountError) {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else {
            throw ServerAccountError("'\(text)' maps nothing: write 721=coap://127.0.0.1:5683, 721=off or URI=URI")
        }
        let source: Source
        if parts[0].utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
            guard let id = ShortServerID(parts[0]) else {
                throw ServerAccountError("'\(parts[0])' is not a Short Server ID: 0 to 65535")
            }
            source = .server(id)
        } else {
            source = .address(try ServerURI(parsing: String(parts[0])))
        }
        switch parts[1] {
        case "sim": entries[source] = .simulated
        case "off": entries[source] = .unreachable
        default: entries[source] = .address(try ServerURI(parsing: String(parts[1])))
        }
    }

    /// Where an account leads.
    ///
    /// - Parameter isOfProfile: whether the account comes from the operator profile and its URI has not been changed.
    /// - throws: why it leads nowhere.
    package func destination(
        of account: ServerAccount, isOfProfile: Bool
    ) throws(ServerAccountError) -> Destination {
        if let entry = entries[.server(account.shortServerID)] { return try reachable(entry) }
        let address: ServerURI
        do throws(ServerAccountError) { address = try account.address() } catch {
            if isOfProfile { return .simulated }
            throw error
        }
        if let entry = entries[.address(address)] { return try reachable(entry) }
        return isOfProfile ? .simulated : try reachable(.address(address))
    }

    /// The destination, unless it is on another machine and must not be contacted.
    private func reachable(_ destination: Destination) throws(ServerAccountError) -> Destination {
        guard case .address(let address) = destination, !reachesOtherMachines, !Loopback.contains(host: address.host)
        else { return destination }
        throw ServerAccountError(
            "\(address) is not on this machine: --network any lets the emulator contact it, "
                + "--map \(address)=coap://127.0.0.1:5683 leads it elsewhere")
    }
}
