package import CoAP

/// One end of a way for datagrams in memory; a test moves them over.
package final class Wire: Connection {
    package var onDatagram: (([UInt8]) -> Void)?
    package var onState: ((ConnectionState) -> Void)?
    package var state = ConnectionState.open
    package let peer: String
    /// What was sent and not yet moved over.
    package var sent: [[UInt8]] = []
    package private(set) var isClosed = false

    package init(peer: String) { self.peer = peer }

    package func send(_ datagram: [UInt8]) { sent.append(datagram) }
    package func close() { isClosed = true }

    /// Loses the connection.
    package func fail(_ words: String) {
        state = .failed(words)
        onState?(state)
    }
}
