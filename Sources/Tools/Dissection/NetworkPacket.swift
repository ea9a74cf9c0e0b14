/// A packet of IP: its two ends, and what it carries.
///
/// - Source: RFC 791 §3.1; RFC 8200 §3 and §4.
struct NetworkPacket {
    var source: ArraySlice<UInt8>
    var destination: ArraySlice<UInt8>
    var isUDP: Bool
    var content: ArraySlice<UInt8>

    /// The packet within what a link carried; nil for anything but a whole packet of IP.
    ///
    /// - Parameter link: the number of the link's type.
    /// - Source: the registry of link types of tcpdump.org.
    init?(_ frame: ArraySlice<UInt8>, link: Int) {
        let bytes = Array(frame)
        func half(_ index: Int) -> Int? {
            bytes.count >= index + 2 ? Int(bytes[index]) << 8 | Int(bytes[index + 1]) : nil
        }
        switch link {
        // BSD loopback: the family in the order of the machine that recorded.
        case 0: self.init(packet: bytes.dropFirst(4))
        // Ethernet, perhaps with the tags of virtual networks
        case 1:
            var position = 12
            while let type = half(position), type == 0x8100 || type == 0x88A8 { position += 4 }
            guard let type = half(position), type == 0x0800 || type == 0x86DD else { return nil }
            self.init(packet: bytes.dropFirst(position + 2))
        case 12, 14, 101, 228, 229: self.init(packet: bytes[...])
        // Linux "any", two versions
        case 113: self.init(packet: bytes.dropFirst(16))
        case 276: self.init(packet: bytes.dropFirst(20))
        default: return nil
        }
    }

    private init?(packet: ArraySlice<UInt8>) {
        switch packet.first.map({ $0 >> 4 }) {
        case 4: self.init(version4: Array(packet))
        case 6: self.init(version6: Array(packet))
        default: return nil
        }
    }

    private init?(version4 bytes: [UInt8]) {
        guard bytes.count >= 20 else { return nil }
        let head = Int(bytes[0] & 15) * 4
        let length = Int(bytes[2]) << 8 | Int(bytes[3])
        let fragment = (Int(bytes[6]) << 8 | Int(bytes[7])) & 0x3FFF
        guard head >= 20, length >= head, length <= bytes.count, fragment == 0 else { return nil }
        source = bytes[12..<16]
        destination = bytes[16..<20]
        isUDP = bytes[9] == 17
        content = bytes[head..<length]
    }

    private init?(version6 bytes: [UInt8]) {
        guard bytes.count >= 40 else { return nil }
        let end = 40 + Int(bytes[4]) << 8 + Int(bytes[5])
        guard end <= bytes.count else { return nil }
        var (next, position) = (bytes[6], 40)
        // Headers for each hop, for routing, and for the destination
        while [0, 43, 60].contains(next), position + 8 <= end {
            next = bytes[position]
            position += 8 + 8 * Int(bytes[position + 1])
        }
        guard position <= end else { return nil }
        source = bytes[8..<24]
        destination = bytes[24..<40]
        isUDP = next == 17
        content = bytes[position..<end]
    }
}

/// Addresses as text.
enum IPAddress {
    /// `127.0.0.1`, `[::1]`: the longest run of zeros of IPv6 is left out.
    ///
    /// - Source: RFC 5952 §4.
    static func text(of bytes: [UInt8]) -> String {
        guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
        var longest = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || groups[index] != 0 {
            if index - start > max(1, longest.count) { longest = start..<index }
            start = index + 1
        }
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        return longest.isEmpty
            ? "[\(text(0..<8))]" : "[\(text(0..<longest.lowerBound))::\(text(longest.upperBound..<8))]"
    }
}
