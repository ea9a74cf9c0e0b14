import Clocks
package import CoAP

/// Opens connections over the network: UDP, and DTLS on top of it.
package final class SocketConnector: Connector {
    /// Called with what does not end a connection but is worth a line in the log.
    package var onNotice: ((String) -> Void)?
    /// Records the traffic of each connection; nil for no recording.
    package var capture: CaptureFile?
    /// How long handshakes may take.
    package var timing = DTLSTiming()

    /// The network to be on; nil for the one that there is.
    package var conditions: LinkConditions?

    private let loop: EventLoop
    private var context: DTLSContext?
    private var opened: UInt64 = 0

    package init(on loop: EventLoop) { self.loop = loop }

    package func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
        var own = conditions
        // Each connection has its own luck.
        own?.seed &+= opened
        opened += 1
        return connect(host: host, port: port, security: security, over: own)
    }

    /// Begins a connection over a network of its own; nil for the one that there is.
    package func connect(
        host: String, port: UInt16, security: ConnectionSecurity, over conditions: LinkConditions?
    ) -> any Connection {
        let udp = UDPConnection(host: host, port: port, on: loop)
        udp.onNotice = { [weak self] words in self?.onNotice?(words) }
        let socket: any AddressedConnection = conditions.map { ConditionedConnection(udp, $0, on: loop) } ?? udp
        capture?.record(socket)
        guard case .preSharedKey(let identity, let key) = security else { return socket }
        do throws(DTLSError) {
            let context: DTLSContext
            if let own = self.context {
                context = own
            } else {
                context = try DTLSContext(isServer: false)
                self.context = context
            }
            let connection = try DTLSConnection(
                over: socket, as: .client(identity: identity, key: key), context: context, timing: timing,
                clock: { MonotonicClock.now }, onSecret: capture.map { capture in { capture.record(secret: $0) } })
            connection.onNotice = udp.onNotice
            keepTime(of: connection)
            return connection
        } catch {
            socket.close()
            return DeadConnection(peer: socket.peer, state: .failed(error.message))
        }
    }

    /// Lets the loop wake a handshake for as long as the connection is retained.
    private func keepTime(of connection: DTLSConnection) {
        let timer = loop.addTimer { [weak connection, unowned loop] time in
            loop.passTime()
            connection?.advance(to: time)
            loop.passTime()
        }
        connection.onDeadline = { [weak loop] time in loop?.setTimer(timer, at: time) }
        connection.onEnd = { [weak loop] in loop?.removeTimer(timer) }
    }
}

/// A connection whose ends have addresses, and whose datagrams can be recorded.
package protocol AddressedConnection: Connection {
    /// Called with each datagram before it has any effect.
    var onTraffic: ((_ direction: CapturedDatagram.Direction, _ datagram: [UInt8]) -> Void)? { get set }
    /// Called when a datagram from the peer has had its effect.
    var onDelivered: (() -> Void)? { get set }
    /// The address at this end; nil before the connection is open.
    var localAddress: DatagramAddress? { get }
    /// The address of the peer; nil before the connection is open.
    var remoteAddress: DatagramAddress? { get }
}

extension UDPConnection: AddressedConnection {}
