import Dissection
import Testing

struct CaptureTests {
    /// A packet of IPv4 with a GET of /3/0/9, or with its answer.
    private static func packet(isAnswer: Bool = false) -> [UInt8] {
        let message: [UInt8] =
            isAnswer
            ? [0x61, 0x45, 0, 1, 0xAA, 0xC2, 0x2D, 0x16, 0xFF, 0xC1, 9, 85]
            : [0x41, 0x01, 0, 1, 0xAA, 0xB1, 0x33, 0x01, 0x30, 0x01, 0x39]
        let length = UInt8(28 + message.count)
        let ports: [UInt8] = isAnswer ? [0x9C, 0x40, 0x16, 0x33] : [0x16, 0x33, 0x9C, 0x40]
        let ends: [UInt8] = isAnswer ? [127, 0, 0, 2, 127, 0, 0, 1] : [127, 0, 0, 1, 127, 0, 0, 2]
        return [0x45, 0, 0, length, 0, 0, 0x40, 0, 64, 17, 0, 0] + ends + ports + [0, length - 20, 0, 0] + message
    }

    private static func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// A recording in pcap with packets behind some bytes of a link.
    static func pcap(link: Int, head: [UInt8] = [], isBigEndian: Bool = false, inNanoseconds: Bool = false) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            isBigEndian ? little(value, count).reversed() : little(value, count)
        }
        var bytes = number(inNanoseconds ? 0xA1B2_3C4D : 0xA1B2_C3D4, 4) + number(2, 2) + number(4, 2)
        bytes += number(0, 8) + number(65535, 4) + number(link, 4)
        for (index, packet) in [packet(), packet(isAnswer: true)].enumerated() {
            let whole = head + packet
            bytes += number(1_700_000_000, 4) + number(index * (inNanoseconds ? 500_000_000 : 500_000), 4)
            bytes += number(whole.count, 4) + number(whole.count, 4) + whole
        }
        return bytes
    }

    static func pcapng(resolution: UInt8?) -> [UInt8] {
        func block(_ type: Int, _ body: [UInt8]) -> [UInt8] {
            let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
            return little(type, 4) + little(12 + padded.count, 4) + padded + little(12 + padded.count, 4)
        }
        let options: [UInt8] = resolution.map { [9, 0, 1, 0, $0, 0, 0, 0, 0, 0, 0, 0] } ?? []
        var bytes = block(0x0A0D_0D0A, little(0x1A2B_3C4D, 4) + little(1, 2) + little(0, 2) + little(-1, 8))
        bytes += block(1, little(101, 2) + little(0, 2) + little(0, 4) + options)
        let perSecond = resolution == 9 ? 1_000_000_000 : 1_000_000
        for (index, packet) in [packet(), packet(isAnswer: true)].enumerated() {
            let time = 1_700_000_000 * perSecond + index * perSecond / 2
            bytes += block(
                6,
                little(0, 4) + little(time >> 32, 4) + little(time, 4) + little(packet.count, 4)
                    + little(packet.count, 4) + packet)
        }
        return bytes + block(5, little(0, 12))
    }

    static let ethernet = [UInt8](repeating: 2, count: 12) + [0x08, 0x00]
    static let files: [[UInt8]] = [
        pcap(link: 101), pcap(link: 101, isBigEndian: true), pcap(link: 228, inNanoseconds: true),
        pcap(link: 1, head: ethernet),
        pcap(link: 1, head: [UInt8](repeating: 2, count: 12) + [0x81, 0, 0, 5, 0x08, 0x00]),
        pcap(link: 0, head: [2, 0, 0, 0]), pcap(link: 113, head: [UInt8](repeating: 0, count: 16)),
        pcap(link: 276, head: [UInt8](repeating: 0, count: 20)), pcapng(resolution: nil), pcapng(resolution: 9),
    ]

    @Test(arguments: files.indices) func readsARecording(_ index: Int) throws {
        let capture = try CaptureReader(Self.files[index])
        var conversation = Conversation { _ in nil }
        let text = capture.datagrams.map { conversation.take($0).text }.joined()
        #expect(
            text == """
                0.000000  127.0.0.1:5683 > 127.0.0.2:40000  CON GET /3/0/9
                    0 +4  Message: CON GET /3/0/9, id 1
                    4 +1  Token: aa
                    5 +2  Uri-Path (11): "3"
                    7 +2  Uri-Path (11): "0"
                    9 +2  Uri-Path (11): "9"
                0.500000  127.0.0.2:40000 > 127.0.0.1:5683  ACK 2.05 Content
                    0 +4  Message: ACK 2.05 Content, id 1
                    4 +1  Token: aa
                    5 +3  Content-Format (12): 11542 tlv
                    9 +3  Payload, tlv
                    9 +3    Resource /3/0/9: 55 ("U", Integer 85)

                """, "\(index)")
        #expect(capture.otherPackets == 0)
    }

    @Test func leavesOutWhatIsNoUDP() throws {
        let capture = try CaptureReader(Self.pcap(link: 1, head: [UInt8](repeating: 2, count: 12) + [0x08, 0x06]))
        #expect(capture.datagrams.isEmpty && capture.otherPackets == 2)
    }

    static let faults: [([UInt8], String)] = [
        ([], "0 bytes are not a recording, pcap or pcapng"),
        (Array("{\"a\":1}".utf8), "this is not a recording: it begins neither as pcap nor as pcapng"),
    ]
    @Test(arguments: faults) func refusesWhatIsNoRecording(_ bytes: [UInt8], _ message: String) {
        let fault = #expect(throws: CaptureReader.Fault.self) { try CaptureReader(bytes) }
        #expect(fault?.message == message)
    }

    static let cuts: [([UInt8], String, Int)] = [
        (Array(files[0].prefix(20)), "the recording is cut off in the header at byte 20", 0),
        (Array(files[0].dropLast()), "the recording is cut off in the packet at byte 79", 1),
        (Array(pcapng(resolution: nil).dropLast(4)), "the recording is cut off in the block at byte 192", 2),
    ]
    @Test(arguments: cuts) func readsUpToWhereARecordingIsWrong(_ bytes: [UInt8], _ message: String, _ count: Int)
        throws
    {
        let capture = try CaptureReader(bytes)
        #expect(capture.fault?.message == message)
        #expect(capture.datagrams.count == count)
    }
}
