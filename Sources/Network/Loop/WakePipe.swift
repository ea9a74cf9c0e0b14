#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A pipe to itself: a byte in it wakes whoever polls it, also from a signal handler or another thread.
struct WakePipe {
    let reader: Int32
    let writer: Int32

    /// - throws: what the system says.
    init() throws(NetworkError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw NetworkError(.system, "cannot make a pipe: \(SystemWords.of(errno))") }
        for end in ends {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (reader, writer) = (ends[0], ends[1])
    }

    /// Writes a byte; a full pipe wakes anyway.
    func wake(_ byte: UInt8 = 0) {
        var byte = byte
        _ = write(writer, &byte, 1)
    }

    /// Takes all bytes.
    func drain() -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            let count = read(reader, &buffer, buffer.count)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    func close() {
        systemClose(reader)
        systemClose(writer)
    }
}
