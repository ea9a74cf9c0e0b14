/// A datagram of UDP as it goes into a recording.
public struct CapturedDatagram: Hashable, Sendable {
    /// Which way it went, seen from this program.
    public enum Direction: UInt32, Hashable, Sendable {
        case inbound = 1
        case outbound = 2
    }

    public var direction: Direction
    public var source: DatagramAddress
    public var destination: DatagramAddress
    public var payload: [UInt8]

    public init(
        _ direction: Direction, from source: DatagramAddress, to destination: DatagramAddress, payload: [UInt8]
    ) {
        self.direction = direction
        self.source = source
        self.destination = destination
        self.payload = payload
    }

    /// The packet of IP that carries it, with checksums; nil where the two ends are of different versions of IP, or for
    /// a payload that one packet cannot hold.
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
