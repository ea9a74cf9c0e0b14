import CoAP

/// A connection to a server that never answers.
final class SilentConnection: Connection {
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    let state = ConnectionState.open
    let peer: String

    init(peer: String) { self.peer = peer }

    func send(_ datagram: [UInt8]) {}
    func close() {}
}
