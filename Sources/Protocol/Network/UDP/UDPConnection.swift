package import CoAP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A connection over its own UDP socket.
///
/// A host name is looked up in the background; until that is done, datagrams are kept. If nobody listens at one address
/// of a host, the next one is tried.
package final class UDPConnection: Connection {
    package var onDatagram: (([UInt8]) -> Void)?
    package var onState: ((ConnectionState) -> Void)?
    /// Receives what does not end the connection but is worth a line in the log: that nobody listens at the port, once until
    /// something comes from there.
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
    /// Addresses of the host that were not tried yet.
    private var otherAddresses: [SocketAddress] = []
    /// What was sent before anything came, to be sent again to another address.
    private var unheard: [[UInt8]] = []
    private var hasHeard = false
    private var hasNoticed = false
    private var isClosed = false
    /// Before the connection is open, more datagrams than these are lost.
    private static let mostKept = 16
    /// How many datagrams are taken per wake-up, before others have their turn.
    private static let mostAtATime = 64
    /// What was sent while datagrams are taken, to go out together: waking the peer for each of them costs more than
    /// sending them.
    private var answers: [[UInt8]] = []
    private var isReading = false
    private static let mostAnswersAtATime = 16

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
        HostResolver.look(up: host, port: port) { result in
            perform { box.connection?.resolved(result) }
        }
    }

    deinit { end() }

    /// Carries a connection over a thread that does not touch it.
    ///
    /// `@unchecked Sendable`: only the closure that runs on the loop looks into it.
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
                    reason = "cannot reach \(address.text): \(SystemWords.of(number))"
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

    private func use(_ socket: DatagramSocket, to address: SocketAddress) {
        self.socket = socket
        peer = address.text
        localAddress = socket.localAddress.datagramAddress
        remoteAddress = address.datagramAddress
        loop.watch(socket.descriptor) { [weak self] _ in self?.read() }
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
        if answers.count == Self.mostAnswersAtATime { transmitAnswers() }
    }

    private func transmitAnswers() {
        while !answers.isEmpty { transmit(answers.removeFirst()) }
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
        switch socket.send(datagram) {
        case .done, .nothing: break
        case .failed(ECONNREFUSED):
            // The answer to an earlier datagram; this one was not sent.
            refused()
            if let socket = self.socket { _ = socket.send(datagram) }
        case .failed(EMSGSIZE): onNotice?("\(peer): a datagram of \(datagram.count) bytes is too large for the network")
        case .failed(let number): notice("\(peer) cannot be reached: \(SystemWords.of(number))")
        }
    }

    private func read() {
        isReading = true
        defer {
            isReading = false
            transmitAnswers()
        }
        var datagram: [UInt8] = []
        for _ in 0..<Self.mostAtATime {
            guard let socket else { return }
            switch socket.receive(&datagram) {
            case .done:
                hasHeard = true
                hasNoticed = false
                if !unheard.isEmpty { unheard = [] }
                onTraffic?(.inbound, datagram)
                onDatagram?(datagram)
                onDelivered?()
            case .nothing: return
            case .failed(ECONNREFUSED): refused()
            case .failed(let number): return notice("\(peer) cannot be reached: \(SystemWords.of(number))")
            }
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
