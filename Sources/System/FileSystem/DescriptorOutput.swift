#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes bytes to descriptors, in as many system calls as needed.
package enum DescriptorOutput {
    /// Writes all the bytes.
    ///
    /// - Parameter patience: how long a non-blocking descriptor may accept nothing, in seconds; nil means forever.
    /// - Returns: the number of the error; 0 for none, `ETIMEDOUT` if the bytes were not accepted in time.
    package static func write(_ bytes: some Sequence<UInt8>, to descriptor: Int32, patience: Double? = nil) -> Int32 {
        withBytes(of: bytes) { bytes in
            var done = 0
            while true {
                let (count, number) = writeAvailable(UnsafeRawBufferPointer(rebasing: bytes[done...]), descriptor)
                done += count
                guard number == EAGAIN else { return number }
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                if poll(&waiting, 1, patience.map { Int32($0 * 1000) } ?? -1) == 0 { return ETIMEDOUT }
            }
        }
    }

    /// Writes as many of the bytes as the descriptor accepts without blocking.
    ///
    /// - Returns: how many, and the number of the error that kept the rest back: `EAGAIN` if the descriptor accepts no
    ///   more now, 0 if nothing is left.
    package static func writeAvailable(
        _ bytes: some Sequence<UInt8>, to descriptor: Int32
    ) -> (count: Int, number: Int32) {
        withBytes(of: bytes) { writeAvailable($0, descriptor) }
    }

    private static func writeAvailable(
        _ bytes: UnsafeRawBufferPointer, _ descriptor: Int32
    ) -> (count: Int, number: Int32) {
        var done = 0
        while done < bytes.count {
            let count = systemWrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            if count > 0 {
                done += count
            } else if count == 0 {
                return (done, EIO)
            } else if errno != EINTR {
                return (done, errno)
            }
        }
        return (done, 0)
    }

    private static func withBytes<Result>(
        of bytes: some Sequence<UInt8>, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        bytes.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
            ?? Array(bytes).withUnsafeBytes { body($0) }
    }
}

// The methods above hide the system call.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
