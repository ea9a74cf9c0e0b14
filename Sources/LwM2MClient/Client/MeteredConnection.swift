import CoAP

/// A connection that counts its bytes, tells the client of each message's, and can rest.
///
/// The counts are those of CoAP, without the transport's own.
final class MeteredConnection: Connection {
    private let connection: any Connection
    private unowned let client: Client
    private(set) var sent = 0
    private(set) var received = 0
    /// Whether nothing goes either way.
    var isResting = false
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    /// Hears of each datagram that comes while nothing goes either way.
    var onUnheard: (([UInt8]) -> Void)?

    init(_ connection: any Connection, of client: Client) {
        self.connection = connection
        self.client = client
        connection.onDatagram = { [unowned self] datagram in
            guard !isResting else {
                onUnheard?(datagram)
                return
            }
            received += datagram.count
            client.onReceived?(datagram.count)
            onDatagram?(datagram)
        }
        connection.onState = { [unowned self] state in onState?(state) }
    }

    var state: ConnectionState { connection.state }
    var peer: String { connection.peer }

    func send(_ datagram: [UInt8]) {
        guard !isResting else { return }
        sent += datagram.count
        client.onSent?(datagram.count)
        connection.send(datagram)
    }

    func close() {
        connection.onDatagram = nil
        connection.onState = nil
        connection.close()
    }
}
