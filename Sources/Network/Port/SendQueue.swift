#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Bytes on their way to a descriptor that takes them as it can.
struct SendQueue {
    private var bytes: [UInt8] = []
    /// How many of them are gone.
    private var sent = 0

    var count: Int { bytes.count - sent }
    var isEmpty: Bool { sent == bytes.count }

    mutating func append(_ more: some Collection<UInt8>) { bytes += more }

    mutating func clear() { (bytes, sent) = ([], 0) }

    /// What waits to go.
    var waiting: ArraySlice<UInt8> { bytes[sent...] }
    /// Why the descriptor takes nothing any more, as the system's number; 0 while it does.
    private(set) var failure: Int32 = 0

    /// Writes what the descriptor takes now.
    ///
    /// - Returns: whether it will take more one day.
    mutating func write(to descriptor: Int32) -> Bool {
        while !isEmpty {
            let count = bytes.withUnsafeBytes { [sent] buffer in
                systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: buffer[sent...]))
            }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EINTR {
                continue
            } else {
                if count < 0, errno == EAGAIN { return true }
                failure = count < 0 ? errno : EIO
                return false
            }
        }
        clear()
        return true
    }
}
