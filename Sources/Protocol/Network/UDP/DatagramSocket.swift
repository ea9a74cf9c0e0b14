#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A UDP socket that never blocks.
final class DatagramSocket {
    /// The outcome of sending.
    enum Result {
        case done
        /// There is no room for now.
        case nothing
        /// The number of the system's error.
        case failed(Int32)
    }

    let descriptor: Int32

    /// - throws: `system`.
    init(family: Int32) throws(NetworkError) {
        #if canImport(Glibc)
            descriptor = socket(family, Int32(SOCK_DGRAM.rawValue), 0)
        #else
            descriptor = socket(family, SOCK_DGRAM, 0)
        #endif
        guard descriptor >= 0 else { throw NetworkError.noSocket(errno) }
        guard systemSetUp(descriptor) else {
            let number = errno
            systemClose(descriptor)
            throw NetworkError.noSocket(number)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Sets the peer; datagrams from others are no longer received.
    ///
    /// - Returns: the number of the system's error; 0 for none.
    func connect(to address: SocketAddress) -> Int32 {
        while true {
            if address.withPointer({ systemConnect(descriptor, $0, $1) }) == 0 { return 0 }
            guard errno == EINTR else { return errno }
        }
    }

    /// Binds to an address of this machine.
    ///
    /// - Returns: the number of the system's error; 0 for none.
    func bind(to address: SocketAddress) -> Int32 {
        address.withPointer { systemBind(descriptor, $0, $1) } == 0 ? 0 : errno
    }

    /// The address at this end.
    var localAddress: SocketAddress {
        var address = SocketAddress()
        _ = address.withMutablePointer { pointer, length in getsockname(descriptor, pointer, length) }
        return address
    }

    /// Sends to the peer of a connected socket.
    func send(_ datagram: [UInt8]) -> Result {
        outcome { systemSend(descriptor, datagram) }
    }

    func send(_ datagram: [UInt8], to address: SocketAddress) -> Result {
        outcome {
            address.withPointer { pointer, length in sendto(descriptor, datagram, datagram.count, 0, pointer, length) }
        }
    }

    private func outcome(_ call: () -> Int) -> Result {
        while true {
            if call() >= 0 { return .done }
            switch errno {
            case EINTR: continue
            case EAGAIN, ENOBUFS: return .nothing
            case let number: return .failed(number)
            }
        }
    }
}

extension NetworkError {
    /// Why there is no socket, and what to do where the limit of descriptors is the reason.
    ///
    /// - Parameter number: of the system's error.
    static func noSocket(_ number: Int32) -> NetworkError {
        var words = "cannot make a socket: \(SystemWords.of(number))"
        if number == EMFILE {
            words += ": raise the limit of open files of this process with ulimit -n, or use fewer connections"
        } else if number == ENFILE {
            words += ": the machine has no descriptors left for any process"
        }
        return NetworkError(.system, words)
    }
}
