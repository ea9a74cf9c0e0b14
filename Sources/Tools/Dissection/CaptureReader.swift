import Wording

/// The UDP datagrams of a recording, as tcpdump, Wireshark and this program write them: pcap and pcapng.
///
/// - Source: draft-ietf-opsawg-pcap; draft-ietf-opsawg-pcapng.
package struct CaptureReader {
    /// Why a recording cannot be read, or not to its end.
    package struct Fault: Error, Hashable, Sendable {
        /// With the byte at which it is wrong.
        package var message: String
    }

    /// A datagram of a recording.
    package struct Datagram: Hashable, Sendable {
        /// Seconds since 1970.
        package var time: Double
        /// `127.0.0.1:5683`, `[::1]:5683`
        package var source: String
        package var destination: String
        package var payload: [UInt8]
    }

    package private(set) var datagrams: [Datagram] = []
    /// How many packets are something else, or not whole.
    package private(set) var otherPackets = 0
    /// Where it is cut off or contradicts itself, and what came before that has been read; nil if it is whole.
    package private(set) var fault: Fault?

    private let bytes: [UInt8]
    private var isLittleEndian = true
    /// The interfaces of the current section: what their packets begin with, and the parts of a second of their times.
    private var interfaces: [(link: Int, ticks: Double)] = []

    /// - throws: for bytes that are no recording.
    package init(_ bytes: [UInt8]) throws(Fault) {
        self.bytes = bytes
        guard bytes.count >= 4 else { throw Fault(message: "\(bytes.count) bytes are not a recording, pcap or pcapng") }
        let start = Array(bytes[..<4])
        isLittleEndian = start[0] != 0xA1
        let ticks: Double?
        switch start {
        case [0x0A, 0x0D, 0x0D, 0x0A]: ticks = nil
        case [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4]: ticks = 1e6
        case [0x4D, 0x3C, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D]: ticks = 1e9
        default: throw Fault(message: "this is not a recording: it begins neither as pcap nor as pcapng")
        }
        do throws(Fault) {
            if let ticks { try readPackets(ticks: ticks) } else { try readBlocks() }
        } catch {
            fault = error
        }
    }

    // MARK: - The two formats

    private mutating func readPackets(ticks: Double) throws(Fault) {
        let link = try word(at: 20) & 0x0FFF_FFFF
        var position = 24
        while position < bytes.count {
            let (seconds, fraction) = (try word(at: position), try word(at: position + 4))
            let length = try word(at: position + 8)
            let packet = try slice(position + 16, length, "packet", at: position)
            add(packet, link: link, time: Double(seconds) + Double(fraction) / ticks)
            position += 16 + length
        }
    }

    private mutating func readBlocks() throws(Fault) {
        var position = 0
        while position < bytes.count {
            // The order of bytes is told by a magic number behind the length of the block that begins a section.
            if Array(bytes[position...].prefix(4)) == [0x0A, 0x0D, 0x0D, 0x0A] {
                isLittleEndian = true
                isLittleEndian = try word(at: position + 8) == 0x1A2B_3C4D
                interfaces = []
            }
            let (type, length) = (try word(at: position), try word(at: position + 4))
            guard length >= 12, length % 4 == 0 else {
                throw Fault(message: "pcapng at byte \(position): a block of \(length) bytes")
            }
            let body = try slice(position + 8, length - 12, "block", at: position)
            guard length <= bytes.count - position else { throw cutOff("block", at: position) }
            switch type {
            case 1 where body.count >= 8:
                interfaces.append((link: half(at: body.startIndex), ticks: ticks(in: body.dropFirst(8))))
            case 6 where body.count >= 20: try readPacket(body, at: position)
            case 3: otherPackets += 1
            default: break
            }
            position += length
        }
    }

    private mutating func readPacket(_ body: ArraySlice<UInt8>, at position: Int) throws(Fault) {
        let start = body.startIndex
        let number = try word(at: start)
        guard number < interfaces.count else {
            throw Fault(message: "pcapng at byte \(position): a packet of interface \(number), which is not described")
        }
        let time = Double(try word(at: start + 4)) * 0x1p32 + Double(try word(at: start + 8))
        let length = try word(at: start + 12)
        guard length <= body.count - 20 else { throw cutOff("packet", at: position) }
        let interface = interfaces[number]
        add(bytes[start + 20..<start + 20 + length], link: interface.link, time: time / interface.ticks)
    }

    /// How many parts a second has in the times of an interface, by its options: a million unless they say otherwise.
    private func ticks(in options: ArraySlice<UInt8>) -> Double {
        var rest = options
        while rest.count >= 4 {
            let (code, length) = (half(at: rest.startIndex), half(at: rest.startIndex + 2))
            rest = rest.dropFirst(4)
            guard code != 0, length <= rest.count else { break }
            if code == 9, let resolution = rest.first {
                let base = resolution & 0x80 == 0 ? 10.0 : 2.0
                return (0..<min(resolution & 0x7F, 64)).reduce(1) { power, _ in power * base }
            }
            rest = rest.dropFirst((length + 3) / 4 * 4)
        }
        return 1e6
    }

    // MARK: - Packets

    /// Adds the datagram in a packet, if there is one.
    private mutating func add(_ packet: ArraySlice<UInt8>, link: Int, time: Double) {
        guard let network = NetworkPacket(packet, link: link),
            let datagram = Self.datagram(in: network, time: time)
        else {
            otherPackets += 1
            return
        }
        datagrams.append(datagram)
    }

    private static func datagram(in packet: NetworkPacket, time: Double) -> Datagram? {
        let udp = Array(packet.content)
        guard packet.isUDP, udp.count >= 8 else { return nil }
        let length = Int(udp[4]) << 8 | Int(udp[5])
        guard length >= 8, length <= udp.count else { return nil }
        func end(_ address: ArraySlice<UInt8>, _ port: Int) -> String {
            IPAddress.text(of: Array(address)) + ":\(Int(udp[port]) << 8 | Int(udp[port + 1]))"
        }
        return Datagram(
            time: time, source: end(packet.source, 0), destination: end(packet.destination, 2),
            payload: Array(udp[8..<length]))
    }

    // MARK: - Numbers

    private func cutOff(_ thing: String, at position: Int) -> Fault {
        Fault(message: "the recording is cut off in the \(thing) at byte \(position)")
    }

    private func slice(
        _ start: Int, _ length: Int, _ thing: String, at position: Int
    ) throws(Fault) -> ArraySlice<UInt8> {
        guard length <= bytes.count, start <= bytes.count - length else { throw cutOff(thing, at: position) }
        return bytes[start..<start + length]
    }

    private func word(at index: Int) throws(Fault) -> Int {
        guard index + 4 <= bytes.count else { throw cutOff("header", at: index) }
        let four = bytes[index..<index + 4]
        return (isLittleEndian ? Array(four.reversed()) : Array(four)).reduce(0) { $0 << 8 | Int($1) }
    }

    private func half(at index: Int) -> Int {
        let (first, second) = (Int(bytes[index]), Int(bytes[index + 1]))
        return isLittleEndian ? second << 8 | first : first << 8 | second
    }
}
