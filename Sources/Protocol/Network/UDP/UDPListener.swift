package import CoAP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A UDP socket for many peers, each of which becomes a connection.
package final class UDPListener {
    /// Called with a connection for a new peer, whose first datagram follows over it immediately. The closure must set
    /// `onDatagram` on it, and close the connection eventually.
    package var onPeer: ((any Connection) -> Void)?
    /// Decides what to do with datagrams from addresses that have no connection; if nil, each gets one.
    package var onStranger: ((_ datagram: [UInt8], _ address: DatagramAddress?, _ peer: String) -> StrangerVerdict)?
    /// The address and port that it listens on, `127.0.0.1:5683`.
    package let address: String
    /// The address that it listens on; nil if the system does not say.
    package let localAddress: DatagramAddress?
    /// The port that it listens on.
    package var port: UInt16 { localAddress?.port ?? 0 }

    /// The network on which its peers are; nil for the one that there is.
    package var conditions: LinkConditions? {
        didSet { underWay = conditions.map { DatagramsUnderWay($0, seed: $0.seed) } }
    }

    private let loop: EventLoop
    private let socket: DatagramSocket
    private var underWay: DatagramsUnderWay<Way>?
    private var timer: EventLoop.TimerID?
    private var peers: [SocketAddress: PeerConnection] = [:]
    /// Datagrams from peers beyond this number are dropped.
    private let mostPeers: Int

    /// Listens immediately.
    ///
    /// - Parameters:
    ///   - host: an address of this machine; `127.0.0.1` and `::1` can be reached only from this machine.
    ///   - port: 0 for any free port.
    /// - throws: `addressNotAvailable` if the port is in use, `unknownHost` for a name.
    package init(
        host: String = "127.0.0.1", port: UInt16, mostPeers: Int = 65_536, on loop: EventLoop
    ) throws(NetworkError) {
        guard let address = HostResolver.numeric(host, port: port) else {
            throw NetworkError(.unknownHost, "'\(host)' is not an address to listen on: write 127.0.0.1 or ::1")
        }
        self.loop = loop
        self.mostPeers = mostPeers
        socket = try DatagramSocket(family: address.family)
        let number = socket.bind(to: address)
        guard number == 0 else {
            throw NetworkError(
                .addressNotAvailable, "cannot listen at \(address.text): \(SystemWords.of(number))")
        }
        let bound = socket.localAddress
        self.address = bound.text
        localAddress = bound.datagramAddress
        loop.watch(socket.descriptor) { [weak self] _ in self?.read() }
    }

    deinit {
        loop.unwatch(socket.descriptor)
        if let timer { loop.removeTimer(timer) }
    }

    /// The way between this socket and a peer.
    private struct Way: Hashable, Sendable {
        var isInbound: Bool
        var address: SocketAddress
    }

    /// Whether other machines can reach it.
    package var isReachableFromElsewhere: Bool {
        guard let bytes = localAddress?.bytes else { return true }
        return !Loopback.contains(address: bytes)
    }

    private func read() {
        for (datagram, sender) in loop.datagrams.takeFromAnyone(socket.descriptor) {
            if underWay == nil { deliver(datagram, from: sender) } else { carry(datagram, sender, isInbound: true) }
        }
    }

    private func send(_ datagram: [UInt8], to address: SocketAddress) {
        if underWay == nil {
            _ = socket.send(datagram, to: address)
        } else {
            carry(datagram, address, isInbound: false)
        }
    }

    /// Sends a datagram over the network of `conditions`.
    private func carry(_ datagram: [UInt8], _ address: SocketAddress, isInbound: Bool) {
        let way = Way(isInbound: isInbound, address: address)
        underWay?.send(datagram, on: way, at: loop.now)
        deliver(on: way)
    }

    /// Delivers what has arrived.
    ///
    /// - Parameter way: the only one that counts, since whoever sends does not expect to receive meanwhile; nil for all.
    private func deliver(on way: Way?) {
        while let (way, datagram) = underWay?.takeFirst(by: loop.now, on: way) {
            if way.isInbound {
                deliver(datagram, from: way.address)
            } else {
                _ = socket.send(datagram, to: way.address)
            }
        }
        let timer = timer ?? loop.addTimer { [weak self] _ in self?.deliver(on: nil) }
        self.timer = timer
        loop.setTimer(timer, at: underWay?.nextDeadline)
    }

    private func deliver(_ datagram: [UInt8], from sender: SocketAddress) {
        if let peer = peers[sender] { return peer.receive(datagram) }
        if let onStranger {
            switch onStranger(datagram, sender.datagramAddress, sender.text) {
            case .welcome: break
            case .ignore: return
            case .answer(let answer):
                return send(answer, to: sender)
            }
        }
        guard peers.count < mostPeers, let onPeer else { return }
        let peer = PeerConnection(self, sender)
        peers[sender] = peer
        onPeer(peer)
        peer.receive(datagram)
    }

    /// The connection to one of the peers.
    private final class PeerConnection: Connection, AddressedConnection {
        var onDatagram: (([UInt8]) -> Void)?
        var onState: ((ConnectionState) -> Void)?
        var onTraffic: ((CapturedDatagram.Direction, [UInt8]) -> Void)?
        var onDelivered: (() -> Void)?
        let state = ConnectionState.open
        let peer: String
        let localAddress: DatagramAddress?
        let remoteAddress: DatagramAddress?
        private let address: SocketAddress
        private weak var listener: UDPListener?

        init(_ listener: UDPListener, _ address: SocketAddress) {
            self.listener = listener
            self.address = address
            peer = address.text
            localAddress = listener.localAddress
            remoteAddress = address.datagramAddress
        }

        func receive(_ datagram: [UInt8]) {
            onTraffic?(.inbound, datagram)
            onDatagram?(datagram)
            onDelivered?()
        }

        func send(_ datagram: [UInt8]) {
            onTraffic?(.outbound, datagram)
            listener?.send(datagram, to: address)
        }

        func close() {
            onDatagram = nil
            listener?.peers[address] = nil
            listener = nil
        }
    }
}

/// What a listener does with a datagram from an unknown address.
package enum StrangerVerdict: Hashable, Sendable {
    /// A connection is made and gets the datagram.
    case welcome
    /// This datagram is sent back, and nothing is kept.
    case answer([UInt8])
    case ignore
}
