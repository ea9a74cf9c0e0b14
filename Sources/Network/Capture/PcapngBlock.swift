/// A block of a recording in the format pcapng, which Wireshark opens.
///
/// - Source: draft-ietf-opsawg-pcapng, §4.1 (section header), §4.2 (interface), §4.3 (packet), §4.7 (secrets).
public struct PcapngBlock: Hashable, Sendable {
    /// As they stand in the file.
    public let bytes: [UInt8]

    /// What a recording begins with: the header of the section, and one interface that carries bare packets of IP with
    /// times in microseconds.
    ///
    /// - Parameter program: who recorded it, `xlwm2m 0.1.0`.
    public static func start(program: String) -> [PcapngBlock] {
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

    /// A datagram; nil for one that no packet can carry.
    ///
    /// - Parameter time: microseconds since 1970-01-01T00:00:00Z.
    public static func packet(_ datagram: CapturedDatagram, time: UInt64, comment: String = "") -> PcapngBlock? {
        guard let packet = datagram.packet else { return nil }
        let length = UInt32(packet.count)
        var body = word(0) + word(UInt32(time >> 32)) + word(UInt32(truncatingIfNeeded: time)) + word(length)
        body += word(length) + padded(packet)
        if !comment.isEmpty { body += option(1, Array(comment.utf8.prefix(1024))) }
        body += option(2, word(datagram.direction.rawValue)) + option(0, [])
        return PcapngBlock(type: 6, body: body)
    }

    /// Secrets in the form of a key log, with which Wireshark decrypts what follows.
    public static func secrets(_ keyLog: String) -> PcapngBlock {
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

    // The reader takes the order of bytes from the header: we write the low one first on every machine.
    private static func half(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
    private static func word(_ value: UInt32) -> [UInt8] {
        half(UInt16(truncatingIfNeeded: value)) + half(UInt16(truncatingIfNeeded: value >> 16))
    }
}
