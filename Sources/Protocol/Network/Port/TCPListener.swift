import CoAP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A TCP port to which peers connect, each with its own byte stream.
package final class TCPListener {
    /// Called with a new peer; the closure keeps the port for as long as it needs it.
    package var onPeer: ((BytePort) -> Void)?
    /// The address and port that it listens on, `127.0.0.1:4000`.
    package let address: String
    /// The port that it listens on.
    package let port: UInt16
    /// Whether other machines can reach it.
    package let isReachableFromElsewhere: Bool

    private let loop: EventLoop
    private let descriptor: Int32

    /// Listens immediately.
    ///
    /// - Parameters:
    ///   - host: an address of this machine; `127.0.0.1` and `::1` can be reached only from this machine.
    ///   - port: 0 for any free port.
    /// - throws: `addressNotAvailable` if the port is in use, `unknownHost` for a name.
    package init(host: String = "127.0.0.1", port: UInt16, on loop: EventLoop) throws(NetworkError) {
        guard let wanted = HostResolver.numeric(host, port: port) else {
            throw NetworkError(.unknownHost, "'\(host)' is not an address to listen on: write 127.0.0.1 or ::1")
        }
        self.loop = loop
        #if canImport(Glibc)
            let socket = socket(wanted.family, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let socket = socket(wanted.family, SOCK_STREAM, 0)
        #endif
        descriptor = socket
        guard socket >= 0 else {
            throw NetworkError(.system, "cannot make a socket: \(SystemWords.of(errno))")
        }
        Self.setUp(socket)
        var on: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let isBound = wanted.withPointer { pointer, length in bind(socket, pointer, length) } == 0
        guard isBound, listen(socket, 8) == 0 else {
            let words = SystemWords.of(errno)
            systemClose(socket)
            throw NetworkError(.addressNotAvailable, "cannot listen at \(wanted.text): \(words)")
        }
        var bound = SocketAddress()
        _ = bound.withMutablePointer { pointer, length in getsockname(socket, pointer, length) }
        address = bound.text
        self.port = bound.datagramAddress?.port ?? port
        let bytes = bound.datagramAddress?.bytes ?? []
        isReachableFromElsewhere = !Loopback.contains(address: bytes)
        loop.watch(descriptor) { [weak self] _ in self?.accept() }
    }

    deinit {
        loop.unwatch(descriptor)
        systemClose(descriptor)
    }

    private func accept() {
        let peer = systemAccept(descriptor)
        guard peer >= 0 else { return }
        Self.setUp(peer)
        var on: Int32 = 1
        setsockopt(peer, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        onPeer?(BytePort(reading: peer, writing: peer, on: loop))
    }

    private static func setUp(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
}
