import Clocks
public import CoAP

/// Opens connections over the network: UDP, and DTLS on top of it.
public final class SocketConnector: Connector {
    /// Receives what does not end a connection but is worth a line in the log.
    public var onNotice: ((String) -> Void)?
    /// Wraps the socket's connection before anything goes over it, for instance to record it.
    public var wrap: ((any AddressedConnection) -> any Connection)?
    /// Receives the secrets of DTLS as lines of a key log file.
    public var onSecret: ((String) -> Void)?
    /// How long handshakes may take.
    public var timing = DTLSTiming()

    private let loop: EventLoop
    private var context: DTLSContext?

    public init(on loop: EventLoop) { self.loop = loop }

    public func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
        let socket = UDPConnection(host: host, port: port, on: loop)
        socket.onNotice = { [weak self] words in self?.onNotice?(words) }
        let link = wrap?(socket) ?? socket
        guard case .preSharedKey(let identity, let key) = security else { return link }
        do throws(DTLSError) {
            let context: DTLSContext
            if let own = self.context {
                context = own
            } else {
                context = try DTLSContext(isServer: false)
                self.context = context
            }
            let connection = try DTLSConnection(
                over: link, as: .client(identity: identity, key: key), context: context, timing: timing,
                clock: { MonotonicClock.now }, onSecret: onSecret)
            keepTime(of: connection)
            return connection
        } catch {
            link.close()
            return FailedConnection(peer: socket.peer, error.message)
        }
    }

    /// Lets the loop wake a handshake, as long as somebody holds the connection.
    private func keepTime(of connection: DTLSConnection) {
        var id: EventLoop.DeadlineID?
        id = loop.addDeadlines(
            next: { [weak connection] in connection == nil ? -.infinity : connection?.nextDeadline },
            advance: { [weak connection, unowned loop] time in
                if let connection {
                    connection.advance(to: time)
                } else if let id {
                    loop.removeDeadlines(id)
                }
            })
    }
}

/// A connection that could not be made.
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

/// A connection whose ends have addresses, for a recording.
public protocol AddressedConnection: Connection {
    /// The address at this end; nil before the connection is open.
    var localAddress: DatagramAddress? { get }
    /// The address of the peer; nil before the connection is open.
    var remoteAddress: DatagramAddress? { get }
}

extension UDPConnection: AddressedConnection {}
