import COpenSSL

/// What OpenSSL reads from and writes to in place of a socket: two queues that keep datagrams apart.
final class DatagramBIO {
    /// Datagrams of the peer that OpenSSL has not read yet.
    var incoming: [[UInt8]] = []
    /// Datagrams for the peer.
    var outgoing: [[UInt8]] = []

    /// A BIO that works on these queues; they must outlive it. Nil without memory.
    func makeBIO() -> OpaquePointer? {
        guard let method = Self.method, let bio = BIO_new(method) else { return nil }
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    private static func queues(_ bio: OpaquePointer?) -> DatagramBIO? {
        BIO_get_data(bio).map { Unmanaged<DatagramBIO>.fromOpaque($0).takeUnretainedValue() }
    }

    // It is made once, and nothing changes it afterwards: every thread may use it.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        let sourceOrSink: Int32 = 0x0400
        guard let method = BIO_meth_new(BIO_get_new_index() | sourceOrSink, "datagrams") else { return nil }
        BIO_meth_set_create(method) { _ in 1 }
        BIO_meth_set_destroy(method) { _ in 1 }
        BIO_meth_set_write(method) { bio, bytes, count in
            guard let queues = DatagramBIO.queues(bio), let bytes, count >= 0 else { return -1 }
            queues.outgoing.append([UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(count))))
            return count
        }
        BIO_meth_set_read(method) { bio, bytes, room in
            copenssl_clear_retry(bio)
            guard let queues = DatagramBIO.queues(bio), let bytes, room > 0 else { return -1 }
            guard !queues.incoming.isEmpty else {
                copenssl_set_retry_read(bio)
                return -1
            }
            let datagram = queues.incoming.removeFirst()
            // As a socket does: what has no room is lost.
            let count = min(datagram.count, Int(room))
            datagram.withUnsafeBytes {
                UnsafeMutableRawPointer(bytes).copyMemory(from: $0.baseAddress!, byteCount: count)
            }
            return Int32(count)
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in
            // The size of datagrams is set on the connection; there is nothing to ask here.
            command == BIO_CTRL_FLUSH ? 1 : 0
        }
        return method
    }()
}
