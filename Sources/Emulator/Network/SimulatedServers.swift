import CoAP
import LwM2M
import LwM2MClient

/// The servers of an operator profile, inside the program: they accept every registration and ask nothing; the bootstrap
/// server brings the accounts that the profile's does.
final class SimulatedServers {
    /// What the bootstrap server writes.
    private let accounts: [FactoryInstance]
    private let clock: ModuleClock
    private var connections: [SimulatedConnection] = []

    init(of module: Module) {
        accounts = module.factoryDatabase.operatorAccounts
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
}
