import CoAP
import LwM2MClient

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
