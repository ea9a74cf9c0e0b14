import CoAP

/// One end of an in-memory way for datagrams; the test moves them over.
final class Wire: Connection {
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    var state = ConnectionState.open
    let peer: String
    /// What was sent and not yet moved over.
    var sent: [[UInt8]] = []
    private(set) var isClosed = false

    init(peer: String) { self.peer = peer }

    func send(_ datagram: [UInt8]) { sent.append(datagram) }
    func close() { isClosed = true }
    func fail(_ words: String) {
        state = .failed(words)
        onState?(state)
    }
}
