import CoAP
import LwM2M
import ObjectHost

/// A server of a test: the far end of the client's connection.
final class TestServer: Connection {
    let endpoint = Endpoint(seed: 2)
    var observations: [Path: ExchangeID] = [:]
    /// Since the test last asked.
    var told: [TestWire.Told] = []
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    let state = ConnectionState.open
    let peer = "server"
    private var toClient: [[UInt8]] = []
    private var toServer: [[UInt8]] = []

    init() {
        endpoint.send = { [unowned self] datagram in toClient.append(datagram) }
        endpoint.onRequest = { request in
            .respond(CoAPResponse(request.request.method == .delete ? Code(2, 2) : .changed))
        }
    }

    /// Whether no message is under way.
    var isQuiet: Bool { toClient.isEmpty && toServer.isEmpty }

    func send(_ datagram: [UInt8]) { toServer.append(datagram) }
    func close() {}

    func carry(at time: Double) {
        let requests = toClient
        toClient = []
        for datagram in requests { onDatagram?(datagram) }
        let answers = toServer
        toServer = []
        for datagram in answers { endpoint.receive(datagram, at: time) }
    }
}
