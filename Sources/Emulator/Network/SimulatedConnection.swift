import CoAP

/// The client's end of a connection to a server inside the program, and that server.
///
/// Datagrams lie in a queue until the owner lets time pass, so that nothing calls back into who sends.
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
    /// The commands of a bootstrap that are still to be sent.
    private var bootstrap: [CoAPRequest]
    /// Whether the next command may go.
    private var isCommandDue = false

    /// - Parameter bootstrap: what the server sends when it is asked for a bootstrap.
    init(peer: String, bootstrap: [CoAPRequest], clock: ModuleClock) {
        self.peer = peer
        self.bootstrap = bootstrap
        self.clock = clock
        server = Endpoint(seed: 1)
        server.send = { [unowned self] datagram in toClient.append(datagram) }
        server.onRequest = { [unowned self] request in .respond(answer(request.request)) }
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
        for datagram in received { server.receive(datagram, at: time) }
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
        case (.delete, ["rd", "sim"]): CoAPResponse(Code(2, 2))
        case (.post, ["bs"]): beginBootstrap()
        default: CoAPResponse(.notFound)
        }
    }

    private func beginBootstrap() -> CoAPResponse {
        isCommandDue = true
        return CoAPResponse(.changed)
    }
}
