import CoAP

/// A connection that says how many bytes each message has, for the Connectivity Statistics Object.
final class CountedConnection: Connection {
    private let connection: any Connection
    private let onSent: (Int) -> Void
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?

    init(_ connection: any Connection, sent: @escaping (Int) -> Void, received: @escaping (Int) -> Void) {
        self.connection = connection
        onSent = sent
        connection.onDatagram = { [unowned self] datagram in
            received(datagram.count)
            onDatagram?(datagram)
        }
        connection.onState = { [unowned self] state in onState?(state) }
    }

    var state: ConnectionState { connection.state }
    var peer: String { connection.peer }

    func send(_ datagram: [UInt8]) {
        onSent(datagram.count)
        connection.send(datagram)
    }

    func close() {
        connection.onDatagram = nil
        connection.onState = nil
        connection.close()
    }
}
