import CoAP
import LwM2M
import LwM2MClient

/// The servers of an operator profile, inside the program: they accept every registration and ask nothing; the bootstrap
/// server brings the accounts that the profile's does.
final class SimulatedServers {
    private unowned let module: Module
    private let clock: ModuleClock
    private var connections: [SimulatedConnection] = []

    init(of module: Module) {
        self.module = module
        clock = module.clock
    }

    func connect(to account: ServerAccount) -> any Connection {
        connections.removeAll { $0.isClosed }
        let connection = SimulatedConnection(
            peer: "simulated server \(account.shortServerID)", bootstrap: account.isBootstrap ? commands : [],
            clock: clock)
        connections.append(connection)
        return connection
    }

    var nextDeadline: Double? { connections.compactMap(\.nextDeadline).min() }

    func advance(to time: Double) {
        for connection in connections { connection.advance(to: time) }
    }

    /// The commands of the bootstrap server, the last one Finish.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.3.3.
    private var commands: [CoAPRequest] {
        accounts.map { account in
            let instance = ObjectInstance(id: account.path.instance ?? 0, resources: account.resources)
            return CoAPRequest(
                .put, path: account.path.description.split(separator: "/").map(String.init),
                contentFormat: ContentFormat.tlv.rawValue, payload: TLVEncoder.bytes(of: .instance(instance)))
        } + [CoAPRequest(.post, path: ["bs"])]
    }

    /// What the bootstrap server writes: the accounts of its operator in their places, or beside what stands there. An
    /// account that the user made stays as it is, also where it has the Short Server ID of one of the operator's.
    private var accounts: [FactoryInstance] {
        let database = module.factoryDatabase
        let known = ServerAccounts(of: module.dataModel)
        var taken = Set(module.dataModel.instances(of: 0) + module.dataModel.instances(of: 1))
        return database.operatorServers.flatMap { account -> [FactoryInstance] in
            var account = account
            if let present = known[account.shortServerID] {
                guard present.uri == account.uri else { return [] }
                account.move(to: present.securityInstance, present.serverInstance)
            } else {
                let places = [account.security.path.instance ?? 0] + Array(0..<maxID)
                guard let free = places.first(where: { !taken.contains($0) }) else { return [] }
                account.move(to: free, free)
                taken.insert(free)
            }
            return [account.security, account.server]
        }
    }
}
