import CoAP
import LwM2M
import LwM2MClient

/// A server that does nothing by itself: the test plays it, message by message.
final class LockstepServer: ServerConnector {
    /// All connections that were opened, oldest first.
    private(set) var connections: [LockstepConnection] = []
    /// What the next connection begins with; nil for open.
    var nextFailure: String?

    func connect(to account: ServerAccount) throws(ServerAccountError) -> any Connection {
        let address = try account.address()
        _ = try account.security()
        let connection = LockstepConnection(peer: "\(address.host):\(address.port)")
        connections.append(connection)
        return connection
    }
}

/// One side of a connection that keeps what is sent until the test takes it.
final class LockstepConnection: Connection {
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    private(set) var state = ConnectionState.open
    private(set) var isClosed = false
    let peer: String
    /// What the client sent and nobody took yet.
    private(set) var sent: [Message] = []

    init(peer: String) { self.peer = peer }

    func send(_ datagram: [UInt8]) {
        if let message = try? Message(decoding: datagram) { sent.append(message) }
    }

    func close() { isClosed = true }

    /// Takes the oldest message that was sent.
    func take() -> Message? { sent.isEmpty ? nil : sent.removeFirst() }

    /// Lets all messages get lost.
    func drop() { sent = [] }

    func deliver(_ message: Message) { onDatagram?(message.encoded()) }

    func fail(_ reason: String) {
        state = .failed(reason)
        onState?(state)
    }
}
