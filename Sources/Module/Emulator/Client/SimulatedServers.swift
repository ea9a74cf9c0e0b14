import CoAP
import LwM2M
import LwM2MClient

/// The servers of an operator profile, inside the program: they accept every registration and send no requests; the
/// bootstrap server brings the same accounts as the profile's.
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

    /// The commands of the bootstrap server, ending with Finish.
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

    /// What the bootstrap server writes: the accounts of its operator in their places, or next to what is already
    /// there. An account that the user created stays as it is, even if it has the Short Server ID of one of the
    /// operator's.
    private var accounts: [FactoryInstance] {
        let database = module.factoryDatabase
        let known = ServerAccounts(of: module.dataModel)
        var taken = Set(module.dataModel.instances(of: .security) + module.dataModel.instances(of: .server))
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

/// The client's end of a connection to a server inside the program, and that server.
///
/// Datagrams stay in a queue until the owner lets time pass, so that nothing calls back into the sender.
final class SimulatedConnection: Connection {
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    let state = ConnectionState.open
    let peer: String
    private(set) var isClosed = false

    private let server: Endpoint
    private let clock: ModuleClock
    private var toServer: [[UInt8]] = []
    private var toClient: [[UInt8]] = []
    /// The bootstrap commands still to be sent.
    private var bootstrap: [CoAPRequest]
    /// Whether the next command may be sent.
    private var isCommandDue = false

    /// - Parameter bootstrap: what the server sends when asked for a bootstrap.
    init(peer: String, bootstrap: [CoAPRequest], clock: ModuleClock) {
        self.peer = peer
        self.bootstrap = bootstrap
        self.clock = clock
        server = Endpoint(seed: 1)
        server.send = { [unowned self] datagram in toClient.append(datagram) }
    }

    func send(_ datagram: [UInt8]) { toServer.append(datagram) }

    func close() { isClosed = true }

    var nextDeadline: Double? {
        guard !isClosed else { return nil }
        return toServer.isEmpty && toClient.isEmpty && !isCommandDue ? server.nextDeadline : clock.now
    }

    func advance(to time: Double) {
        guard !isClosed else { return }
        server.advance(to: time)
        let received = toServer
        toServer = []
        for datagram in received { server.receive(datagram, at: time) { .respond(answer($0.request)) } }
        if isCommandDue { sendCommand(at: time) }
        let sent = toClient
        toClient = []
        for datagram in sent where !isClosed { onDatagram?(datagram) }
    }

    private func sendCommand(at time: Double) {
        isCommandDue = false
        guard !bootstrap.isEmpty else { return }
        server.request(bootstrap.removeFirst(), at: time) { [unowned self] _ in isCommandDue = true }
    }

    /// - Source: LwM2M 1.0.1 §5.2.3.3, §5.3.
    private func answer(_ request: CoAPRequest) -> CoAPResponse {
        switch (request.method, request.path) {
        case (.post, ["rd"]): CoAPResponse(.created, contentFormat: nil, location: ["rd", "sim"])
        case (.post, ["rd", "sim"]): CoAPResponse(.changed)
        case (.delete, ["rd", "sim"]): CoAPResponse(.deleted)
        case (.post, ["bs"]): beginBootstrap()
        default: CoAPResponse(.notFound)
        }
    }

    private func beginBootstrap() -> CoAPResponse {
        isCommandDue = true
        return CoAPResponse(.changed)
    }
}
