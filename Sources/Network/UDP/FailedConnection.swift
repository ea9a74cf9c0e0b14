import CoAP

/// A connection that never came to be.
final class FailedConnection: Connection {
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    let state: ConnectionState
    let peer: String

    /// - Parameter words: why, and what to do.
    init(peer: String, _ words: String) {
        self.peer = peer
        state = .failed(words)
    }

    func send(_ datagram: [UInt8]) {}
    func close() {}
}
