import Clocks
package import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A recording of datagrams on disk: each one is in the file as soon as it is recorded.
package final class CaptureFile {
    private let file: OutputFile
    /// Seconds to add to the owner's clock to get seconds since 1970.
    private let offset: Double
    private var held: (datagram: CapturedDatagram, time: Double)?
    /// The first error; nothing is recorded after it.
    package var failure: FileSystemError? { file.failure }

    /// Starts a recording; an existing file is emptied, a pipe is written to.
    ///
    /// - Parameters:
    ///   - program: the recording program, `xlwm2m 0.1.0`.
    ///   - now: the current time on the owner's clock, in seconds.
    /// - throws: the system's error.
    package init(_ path: String, program: String, now: Double) throws(FileSystemError) {
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
    package func record(_ datagram: CapturedDatagram, at time: Double, comment: String = "") {
        flush()
        let microseconds = UInt64(max(0, min((time + offset) * 1e6, 9e18)))
        if let block = PcapngBlock.packet(datagram, time: microseconds, comment: comment) { append(block) }
    }

    /// Records a datagram when something else is recorded or `flush` is called, but after any secrets that come first:
    /// a server gets the secrets only from the very datagram for which Wireshark needs them.
    package func hold(_ datagram: CapturedDatagram, at time: Double) {
        flush()
        held = (datagram, time)
    }

    /// Records the held datagram.
    package func flush() {
        guard let (datagram, time) = held else { return }
        held = nil
        record(datagram, at: time)
    }

    /// Records a secret, a line of a key log.
    package func record(secret line: String) { append(.secrets(line + "\n")) }

    /// One system call per block: a run that is killed leaves only whole blocks.
    private func append(_ block: PcapngBlock) {
        // The owner of the recording checks `failure`.
        try? file.write(block.bytes)
    }
}

/// A block of a recording in the pcapng format, which Wireshark opens.
///
/// - Source: draft-ietf-opsawg-pcapng, §4.1 (section header), §4.2 (interface), §4.3 (packet), §4.7 (secrets).
package struct PcapngBlock: Hashable, Sendable {
    /// The bytes as in the file.
    package let bytes: [UInt8]

    /// The start of a recording: the header of the section, and one interface that carries raw IP packets with times in
    /// microseconds.
    ///
    /// - Parameter program: the recording program, `xlwm2m 0.1.0`.
    package static func start(program: String) -> [PcapngBlock] {
        let rawIP: UInt16 = 101
        return [
            PcapngBlock(
                type: 0x0A0D_0D0A,
                body: word(0x1A2B_3C4D) + half(1) + half(0) + [UInt8](repeating: 0xFF, count: 8)
                    + option(4, Array(program.utf8)) + option(0, [])),
            PcapngBlock(
                type: 1,
                body: half(rawIP) + half(0) + word(0) + option(2, Array("module".utf8)) + option(9, [6]) + option(0, [])
            ),
        ]
    }

    /// The block for a datagram; nil if no packet can carry it.
    ///
    /// - Parameter time: microseconds since 1970-01-01T00:00:00Z.
    package static func packet(_ datagram: CapturedDatagram, time: UInt64, comment: String = "") -> PcapngBlock? {
        guard let packet = datagram.packet else { return nil }
        let length = UInt32(packet.count)
        var body = word(0) + word(UInt32(time >> 32)) + word(UInt32(truncatingIfNeeded: time)) + word(length)
        body += word(length) + padded(packet)
        if !comment.isEmpty { body += option(1, Array(comment.utf8.prefix(1024))) }
        body += option(2, word(datagram.direction.rawValue)) + option(0, [])
        return PcapngBlock(type: 6, body: body)
    }

    /// The block for secrets in key log format, with which Wireshark decrypts what follows.
    package static func secrets(_ keyLog: String) -> PcapngBlock {
        let tlsKeyLog: UInt32 = 0x544C_534B
        let text = Array(keyLog.utf8)
        return PcapngBlock(type: 10, body: word(tlsKeyLog) + word(UInt32(text.count)) + padded(text))
    }

    private init(type: UInt32, body: [UInt8]) {
        let length = Self.word(UInt32(12 + body.count))
        bytes = Self.word(type) + length + body + length
    }

    private static func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
        half(code) + half(UInt16(value.count)) + padded(value)
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }

    // The reader takes the byte order from the header: this is little-endian on every machine.
    private static func half(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
    private static func word(_ value: UInt32) -> [UInt8] {
        half(UInt16(truncatingIfNeeded: value)) + half(UInt16(truncatingIfNeeded: value >> 16))
    }
}

/// A UDP datagram to be recorded.
package struct CapturedDatagram: Hashable, Sendable {
    /// The direction, as seen from this program.
    package enum Direction: UInt32, Hashable, Sendable {
        case inbound = 1
        case outbound = 2
    }

    /// The direction.
    package var direction: Direction
    /// The address that it came from.
    package var source: DatagramAddress
    /// The address that it went to.
    package var destination: DatagramAddress
    /// The payload.
    package var payload: [UInt8]

    package init(
        _ direction: Direction, from source: DatagramAddress, to destination: DatagramAddress, payload: [UInt8]
    ) {
        self.direction = direction
        self.source = source
        self.destination = destination
        self.payload = payload
    }

    /// The IP packet that carries it, with checksums; nil if the two ends use different versions of IP, or if the
    /// payload does not fit into one packet.
    ///
    /// - Source: RFC 791 §3.1; RFC 8200 §3; RFC 768.
    var packet: [UInt8]? {
        guard source.bytes.count == destination.bytes.count, payload.count <= 65535 - 28 else { return nil }
        let length = 8 + payload.count
        var udp = Self.word(source.port) + Self.word(destination.port) + Self.word(UInt16(length)) + [0, 0] + payload
        let isIPv4 = source.bytes.count == 4
        let pseudoHeader = source.bytes + destination.bytes + [0, 0, 0, 17] + Self.word(UInt16(length))
        let sum = Self.checksum(pseudoHeader + udp)
        udp.replaceSubrange(6..<8, with: Self.word(sum == 0 ? 0xFFFF : sum))
        guard isIPv4 else {
            return [0x60, 0, 0, 0] + Self.word(UInt16(length)) + [17, 64] + source.bytes + destination.bytes + udp
        }
        var header = [0x45, 0] + Self.word(UInt16(20 + length)) + [0, 0, 0x40, 0, 64, 17, 0, 0]
        header += source.bytes + destination.bytes
        header.replaceSubrange(10..<12, with: Self.word(Self.checksum(header)))
        return header + udp
    }

    /// - Source: RFC 1071.
    private static func checksum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for (offset, byte) in bytes.enumerated() { sum &+= offset % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte) }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        return ~UInt16(sum)
    }

    private static func word(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
}

/// An IP address and a port, for one end of a datagram's path.
package struct DatagramAddress: Hashable, Sendable {
    /// Four bytes of IPv4 or sixteen of IPv6, as on the wire.
    package let bytes: [UInt8]
    /// The UDP port.
    package let port: UInt16

    /// Reads `127.0.0.1:5683` or `[::1]:5683`; nil for anything else, including host names.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        self.init(host: String(text[..<colon]), port: port)
    }

    /// An address in its text form, IPv6 with or without brackets; nil for anything else.
    package init?(host: String, port: UInt16) {
        var text = host
        if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        // The zone of a link-local address is not transmitted.
        if let zone = text.firstIndex(of: "%") { text = String(text[..<zone]) }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.bytes = Array(bytes.prefix(4))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.bytes = bytes
        } else {
            return nil
        }
        self.port = port
    }
}

extension CaptureFile {
    /// Records all traffic of a connection from now on.
    ///
    /// - Parameter holdsInbound: whether a datagram from the peer is written only once it has had its effect, so that
    ///   secrets that result from it come first.
    package func record(_ link: any AddressedConnection, holdsInbound: Bool = false) {
        link.onTraffic = { [self, unowned link] direction, datagram in
            guard let local = link.localAddress, let remote = link.remoteAddress else { return }
            let isInbound = direction == .inbound
            let captured = CapturedDatagram(
                direction, from: isInbound ? remote : local, to: isInbound ? local : remote, payload: datagram)
            if isInbound, holdsInbound {
                hold(captured, at: MonotonicClock.now)
            } else {
                record(captured, at: MonotonicClock.now)
            }
        }
        if holdsInbound { link.onDelivered = { [self] in flush() } }
    }
}
