import CDatagrams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Room for the datagrams of one turn of a loop: one call of the system takes all that came, and one sends all answers.
final class DatagramRoom {
    /// nil without memory, as on a system that is about to end the program anyway.
    private let room: OpaquePointer?
    /// The most datagrams of a turn.
    static let most = Int(DATAGRAMS_MOST)

    init() { room = datagrams_new() }

    deinit { datagrams_free(room) }

    /// How taking datagrams ended.
    enum Taken {
        case some([[UInt8]])
        /// There is nothing to take for now.
        case nothing
        /// The number of the system's error.
        case failed(Int32)
    }

    /// Takes what came at a connected socket.
    func take(from socket: Int32) -> Taken {
        let count = receive(from: socket)
        guard count > 0 else { return count == 0 ? .nothing : .failed(-count) }
        return .some((0..<count).map(datagram))
    }

    /// Takes what came at a socket, with where it came from; nothing if there is nothing, or an error that concerns a
    /// peer that is gone.
    func takeFromAnyone(_ socket: Int32) -> [(datagram: [UInt8], sender: SocketAddress)] {
        let count = receive(from: socket)
        guard count > 0, let room else { return [] }
        return (0..<count).map { index in
            var length: socklen_t = 0
            let sender = datagrams_sender(room, Int32(index), &length)
            return (datagram(index), sender.map { SocketAddress($0, length: length) } ?? SocketAddress())
        }
    }

    /// How many were taken; the negative number of the error.
    private func receive(from socket: Int32) -> Int32 {
        guard let room else { return -ENOMEM }
        let count = datagrams_receive(room, socket)
        guard count < 0 else { return count }
        return errno == EAGAIN || errno == ENOBUFS ? 0 : -errno
    }

    private func datagram(_ index: some BinaryInteger) -> [UInt8] {
        guard let room else { return [] }
        var count = 0
        let bytes = datagrams_bytes(room, Int32(index), &count)
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// Sends datagrams over a connected socket, in order.
    ///
    /// - Parameters:
    ///   - socket: asked before each try.
    ///   - failure: called with the number of each error and the size of the datagram that it stopped. After ECONNREFUSED
    ///     that datagram is tried again.
    func send(_ datagrams: [[UInt8]], over socket: () -> Int32?, failure: (_ number: Int32, _ size: Int) -> Void) {
        guard let room else { return }
        func sendAdded() {
            while let socket = socket() {
                var size = 0
                let number = datagrams_send(room, socket, &size)
                guard number != 0 else { return }
                failure(number, size)
            }
        }
        for datagram in datagrams where datagrams_add(room, datagram, datagram.count) == 0 {
            sendAdded()
            if datagrams_add(room, datagram, datagram.count) == 0 { failure(EMSGSIZE, datagram.count) }
        }
        sendAdded()
    }
}
