package import CoAP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A connection over its own UDP socket.
///
/// A host name is looked up in the background; until that is done, datagrams are kept. If nothing listens at one
/// address of a host, the next one is tried.
package final class UDPConnection: Connection {
    package var onDatagram: (([UInt8]) -> Void)?
    package var onState: ((ConnectionState) -> Void)?
    /// Called with what does not end the connection but is worth a line in the log: that nothing listens at the port,
    /// once until something arrives from there.
    package var onNotice: ((String) -> Void)?
    package var onTraffic: ((CapturedDatagram.Direction, [UInt8]) -> Void)?
    package var onDelivered: (() -> Void)?
    package private(set) var state = ConnectionState.opening
    package private(set) var peer: String
    /// The address of each end, for a recording; nil before the connection is open.
    package private(set) var localAddress: DatagramAddress?
    package private(set) var remoteAddress: DatagramAddress?

    private let loop: EventLoop
    private var socket: DatagramSocket?
    /// The address of the peer, once it is known.
    private var address: SocketAddress?
    /// Addresses of the host that have not been tried yet.
    private var otherAddresses: [SocketAddress] = []
    /// What was sent before anything arrived, to be sent again to another address.
    private var unheard: [[UInt8]] = []
    private var hasHeard = false
    private var hasNoticed = false
    private var isClosed = false
    /// Before the connection is open, datagrams beyond this number are lost.
    private static let mostKept = 16
    /// What was sent while datagrams are being received, to be sent together: waking the peer for each costs more than
    /// sending it.
    private var answers: [[UInt8]] = []
    private var isReading = false

    /// Begins a connection; with a numeric address, it is open immediately.
    ///
    /// - Parameters:
    ///   - host: an IPv4 or IPv6 address, without brackets, or a host name.
    ///   - port: 1...65535.
    package init(host: String, port: UInt16, on loop: EventLoop) {
        self.loop = loop
        peer = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        if let address = HostResolver.numeric(host, port: port) {
            open([address])
            return
        }
        let perform = loop.perform
        let box = WeakBox(self)
        HostResolver.lookUp(host, port: port) { result in
            perform { box.connection?.resolved(result) }
        }
    }

    deinit { end() }

    /// Carries a connection across a thread that does not touch it.
    ///
    /// `@unchecked Sendable`: only the closure that runs on the loop uses its content.
    private final class WeakBox: @unchecked Sendable {
        private(set) weak var connection: UDPConnection?
        init(_ connection: UDPConnection) { self.connection = connection }
    }

    private func resolved(_ result: Result<[SocketAddress], NetworkError>) {
        guard !isClosed else { return }
        switch result {
        case .success(let addresses): open(addresses)
        case .failure(let error): fail(error.message)
        }
    }

    private func open(_ addresses: [SocketAddress]) {
        var left = addresses[...]
        var reason = ""
        while let address = left.popFirst() {
            do throws(NetworkError) {
                let socket = try DatagramSocket(family: address.family)
                let number = socket.connect(to: address)
                guard number == 0 else {
                    reason = "cannot reach \(address.text): \(Self.words(number))"
                    continue
                }
                otherAddresses = Array(left)
                return use(socket, to: address)
            } catch {
                reason = error.message
            }
        }
        fail(reason)
    }

    private static func words(_ number: Int32) -> String {
        // connect(2) of UDP takes a port at this end.
        guard number == EAGAIN || number == EADDRNOTAVAIL else { return SystemWords.of(number) }
        return "no port is free at this end: use fewer connections, or more addresses"
    }

    private func use(_ socket: DatagramSocket, to address: SocketAddress) {
        (self.socket, self.address) = (socket, address)
        peer = address.text
        localAddress = socket.localAddress.datagramAddress
        remoteAddress = address.datagramAddress
        loop.watch(socket.descriptor) { [unowned self] _ in read() }
        let wasOpen = state == .open
        state = .open
        for datagram in unheard { transmit(datagram) }
        if !wasOpen { onState?(.open) }
    }

    package func send(_ datagram: [UInt8]) {
        guard !isClosed else { return }
        onTraffic?(.outbound, datagram)
        if !hasHeard, socket == nil || !otherAddresses.isEmpty, unheard.count < Self.mostKept {
            unheard.append(datagram)
        }
        guard isReading else { return transmit(datagram) }
        answers.append(datagram)
    }

    /// Takes another port at this end, as a NAT does that has forgotten the connection: what comes to the old one is
    /// lost.
    func rebind() {
        guard let old = socket, let address, let new = try? DatagramSocket(family: address.family),
            new.connect(to: address) == 0
        else { return }
        transmitAnswers()
        loop.unwatch(old.descriptor)
        socket = new
        localAddress = new.localAddress.datagramAddress
        loop.watch(new.descriptor) { [unowned self] _ in read() }
    }

    private func transmitAnswers() {
        guard !answers.isEmpty else { return }
        let waiting = answers
        answers.removeAll(keepingCapacity: true)
        if waiting.count == 1 { return transmit(waiting[0]) }
        loop.datagrams.send(waiting, over: { socket?.descriptor }, failure: failed)
    }

    package func close() {
        transmitAnswers()
        isClosed = true
        onDatagram = nil
        onState = nil
        onNotice = nil
        end()
    }

    private func end() {
        if let socket { loop.unwatch(socket.descriptor) }
        socket = nil
        unheard = []
    }

    private func transmit(_ datagram: [UInt8]) {
        guard let socket else { return }
        if case .failed(let number) = socket.send(datagram) {
            failed(number, datagram.count)
            if number == ECONNREFUSED { _ = self.socket?.send(datagram) }
        }
    }

    /// Handles an error from sending. ECONNREFUSED is about an earlier datagram; the current one was not sent.
    private func failed(_ number: Int32, _ size: Int) {
        switch number {
        case EAGAIN, ENOBUFS: break
        case ECONNREFUSED: refused()
        case EMSGSIZE: onNotice?("\(peer): a datagram of \(size) bytes is too large for the network")
        default: notice("\(peer) cannot be reached: \(SystemWords.of(number))")
        }
    }

    private func read() {
        isReading = true
        defer {
            isReading = false
            transmitAnswers()
        }
        guard let socket else { return }
        switch loop.datagrams.take(from: socket.descriptor) {
        case .some(let datagrams):
            hasHeard = true
            hasNoticed = false
            if !unheard.isEmpty { unheard = [] }
            // The first of them may end the connection.
            for datagram in datagrams where !isClosed {
                onTraffic?(.inbound, datagram)
                onDatagram?(datagram)
                onDelivered?()
            }
        case .nothing: break
        case .failed(let number): failed(number, 0)
        }
    }

    private func refused() {
        if !hasHeard, !otherAddresses.isEmpty {
            let left = otherAddresses
            if let socket { loop.unwatch(socket.descriptor) }
            socket = nil
            return open(left)
        }
        notice("nothing listens at \(peer): the machine there refused the datagram")
    }

    private func notice(_ words: String) {
        guard !hasNoticed else { return }
        hasNoticed = true
        onNotice?(words)
    }

    private func fail(_ words: String) {
        end()
        state = .failed(words)
        onState?(state)
    }
}
