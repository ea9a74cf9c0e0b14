import CDatagrams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Buffers for the datagrams of one turn of a loop: one system call receives all that arrived, and one sends all
/// answers.
final class DatagramRoom {
    /// nil if out of memory, as on a system that is about to end the program anyway.
    private let room: OpaquePointer?
    /// The most datagrams in a turn.
    static let most = Int(DATAGRAMS_MOST)

    init() { room = datagrams_new() }

    deinit { datagrams_free(room) }

    /// The outcome of receiving datagrams.
    enum Taken {
        case some([[UInt8]])
        /// There is nothing to receive for now.
        case nothing
        /// The number of the system's error.
        case failed(Int32)
    }

    /// Receives the datagrams at a connected socket.
    func take(from socket: Int32) -> Taken {
        let count = receive(from: socket)
        guard count > 0 else { return count == 0 ? .nothing : .failed(-count) }
        return .some((0..<count).map(datagram))
    }

    /// Receives the datagrams at a socket, with their senders; none if there are none, or on an error about a peer that
    /// has gone.
    func takeFromAnyone(_ socket: Int32) -> [(datagram: [UInt8], sender: SocketAddress)] {
        let count = receive(from: socket)
        guard count > 0, let room else { return [] }
        return (0..<count).map { index in
            var length: socklen_t = 0
            let sender = datagrams_sender(room, Int32(index), &length)
            return (datagram(index), sender.map { SocketAddress($0, length: length) } ?? SocketAddress())
        }
    }

    /// Returns how many were received, or the negated error number.
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
    ///   - failure: called with the number of each error and the size of the datagram that it stopped. After
    ///     ECONNREFUSED, that datagram is tried again.
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
