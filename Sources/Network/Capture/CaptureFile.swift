public import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A recording of datagrams that grows on disk: each one is in the file as soon as it is recorded.
public final class CaptureFile {
    private let file: OutputFile
    /// Seconds from the owner's clock to the time since 1970.
    private let offset: Double
    private var held: (datagram: CapturedDatagram, time: Double)?
    /// What went wrong first; nothing is recorded after it.
    public var failure: FileSystemError? { file.failure }

    /// Begins a recording; a file of that name is emptied, a pipe is written to.
    ///
    /// - Parameters:
    ///   - program: who records, `xlwm2m 0.1.0`.
    ///   - now: what the owner's clock shows at this moment, in seconds.
    /// - throws: what the system says.
    public init(_ path: String, program: String, now: Double) throws(FileSystemError) {
        file = try OutputFile(path, mode: 0o600)
        var wall = timespec()
        clock_gettime(CLOCK_REALTIME, &wall)
        offset = Double(wall.tv_sec) + Double(wall.tv_nsec) / 1e9 - now
        for block in PcapngBlock.start(program: program) { append(block) }
        if let failure { throw failure }
    }

    /// Records a datagram.
    ///
    /// - Parameter time: seconds on the owner's clock.
    public func record(_ datagram: CapturedDatagram, at time: Double, comment: String = "") {
        flush()
        let microseconds = UInt64(max(0, min((time + offset) * 1e6, 9e18)))
        if let block = PcapngBlock.packet(datagram, time: microseconds, comment: comment) { append(block) }
    }

    /// Records a datagram as soon as something else is recorded or `flush` is called, but behind the secrets that come
    /// until then: a server knows the secrets only from the datagram that Wireshark needs them for.
    public func hold(_ datagram: CapturedDatagram, at time: Double) {
        flush()
        held = (datagram, time)
    }

    /// Records the datagram that is held.
    public func flush() {
        guard let (datagram, time) = held else { return }
        held = nil
        record(datagram, at: time)
    }

    /// Records a secret, a line of a key log.
    public func record(secret line: String) { append(.secrets(line + "\n")) }

    /// One call of the system a block: a run that is killed leaves whole blocks.
    private func append(_ block: PcapngBlock) {
        // Whoever asked for the recording looks at `failure`.
        try? file.write(block.bytes)
    }
}
