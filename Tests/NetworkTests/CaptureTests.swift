import FileSystem
import Network
import TestSupport
import Testing

struct CaptureTests {
    /// A block as it stands in a file: its type and what lies between the two lengths.
    struct Block {
        var type: UInt32
        var body: [UInt8]
    }

    /// Takes a recording apart; stops at the first thing that is not a whole block.
    static func blocks(_ bytes: [UInt8]) -> [Block] {
        var blocks: [Block] = []
        var rest = bytes[...]
        while rest.count >= 12 {
            let length = Int(word(rest, 4))
            guard length >= 12, length % 4 == 0, length <= rest.count, word(rest, length - 4) == UInt32(length) else {
                break
            }
            blocks.append(Block(type: word(rest, 0), body: Array(rest.dropFirst(8).prefix(length - 12))))
            rest = rest.dropFirst(length)
        }
        #expect(rest.isEmpty)
        return blocks
    }

    static func word(_ bytes: some Collection<UInt8>, _ offset: Int) -> UInt32 {
        bytes.dropFirst(offset).prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    @Test func writesWholeBlocksAtOnce() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("run.pcapng")
        let client = try #require(DatagramAddress("127.0.0.1:50000"))
        let server = try #require(DatagramAddress("127.0.0.1:5683"))
        let file = try CaptureFile(path, program: "xlwm2m test", now: 1000)
        #expect(Self.blocks(try Files.read(path)).map(\.type) == [0x0A0D_0D0A, 1])
        file.record(CapturedDatagram(.outbound, from: client, to: server, payload: [0x40, 1, 0, 1]), at: 1000.25)
        file.record(secret: "CLIENT_RANDOM 00 11")
        file.record(CapturedDatagram(.inbound, from: server, to: client, payload: [1, 2, 3]), at: 1001.25)
        // The file is still open: this is what a killed run leaves.
        let blocks = Self.blocks(try Files.read(path))
        #expect(blocks.map(\.type) == [0x0A0D_0D0A, 1, 6, 10, 6] && file.failure == nil)
        let packet = Array(blocks[2].body.dropFirst(20).prefix(32))
        #expect(
            packet == [
                0x45, 0, 0, 32, 0, 0, 0x40, 0, 64, 17, 0x3C, 0xCB, 127, 0, 0, 1, 127, 0, 0, 1,
                0xC3, 0x50, 0x16, 0x33, 0, 12, 0xE8, 0x4D, 0x40, 1, 0, 1,
            ])
        #expect(Array(blocks[2].body.suffix(12)) == [2, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(blocks[4].body.suffix(12)) == [2, 0, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0])
        #expect(blocks[3].body == [0x4B, 0x53, 0x4C, 0x54, 20, 0, 0, 0] + Array("CLIENT_RANDOM 00 11\n".utf8))
        let times = [blocks[2], blocks[4]].map { UInt64(Self.word($0.body, 4)) << 32 | UInt64(Self.word($0.body, 8)) }
        #expect(times[1] - times[0] == 1_000_000 && times[0] > 1_600_000_000_000_000)
    }

    @Test func holdsADatagramUntilItsSecretsAreThere() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("run.pcapng")
        let address = try #require(DatagramAddress("127.0.0.1:1"))
        let file = try CaptureFile(path, program: "xlwm2m test", now: 0)
        let datagram = CapturedDatagram(.inbound, from: address, to: address, payload: [1])
        file.hold(datagram, at: 1)
        file.record(secret: "CLIENT_RANDOM 00 11")
        #expect(Self.blocks(try Files.read(path)).dropFirst(2).map(\.type) == [10])
        file.flush()
        file.hold(datagram, at: 2)
        file.record(datagram, at: 3)
        #expect(Self.blocks(try Files.read(path)).dropFirst(2).map(\.type) == [10, 6, 6, 6])
    }

    @Test func writesIPv6() throws {
        let (here, there) = (
            try #require(DatagramAddress("[::1]:1")), try #require(DatagramAddress("[fe80::1%eth0]:2"))
        )
        let block = try #require(
            PcapngBlock.packet(CapturedDatagram(.inbound, from: here, to: there, payload: [9]), time: 0))
        let loopback = [UInt8](repeating: 0, count: 15) + [1]
        let linkLocal: [UInt8] = [0xFE, 0x80] + [UInt8](repeating: 0, count: 13) + [1]
        let packet = Array(block.bytes.dropFirst(28).prefix(49))
        #expect(Array(packet.prefix(40)) == [0x60, 0, 0, 0, 0, 9, 17, 64] + loopback + linkLocal)
        #expect(Array(packet[40..<46]) == [0, 1, 0, 2, 0, 9] && packet[48] == 9)
    }

    @Test func leavesOutWhatNoPacketCarries() throws {
        let (old, new) = (try #require(DatagramAddress("127.0.0.1:1")), try #require(DatagramAddress("[::1]:2")))
        #expect(PcapngBlock.packet(CapturedDatagram(.inbound, from: old, to: new, payload: []), time: 0) == nil)
        let long = [UInt8](repeating: 0, count: 65508)
        #expect(PcapngBlock.packet(CapturedDatagram(.inbound, from: old, to: old, payload: long), time: 0) == nil)
    }

    @Test(arguments: ["", "localhost:1", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:-1", "1.2.3:4", "[::1]", "[::g]:1"])
    func readsNoAddressFrom(_ text: String) { #expect(DatagramAddress(text) == nil) }

    @Test func saysWhyAFileCannotBe() throws {
        let error = #expect(throws: FileSystemError.self) {
            try CaptureFile("/nowhere/run.pcapng", program: "test", now: 0)
        }
        #expect(error.map { "\($0)" }?.contains("/nowhere/run.pcapng") == true)
    }
}
