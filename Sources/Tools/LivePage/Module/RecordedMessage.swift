import CoAP
import Emulator
import LwM2MClient
import Network

/// A message of a server as a page may show it.
struct RecordedMessage {
    var bytes: [UInt8]
    var account: ServerAccount
    var isSent: Bool
    /// Seconds on the module's clock.
    var time: Double

    /// A recording for Wireshark: the messages without their protection, at the port of CoAP.
    ///
    /// - Parameters:
    ///   - program: what recorded them.
    ///   - offset: seconds to add to the module's clock to get its calendar.
    static func pcapng(_ messages: [RecordedMessage], program: String, offset: Double) -> [UInt8] {
        var bytes = PcapngBlock.start(program: program).flatMap(\.bytes)
        for message in messages {
            let time = UInt64(max(0, min((message.time + offset) * 1e6, 9e18)))
            let comment = "server \(message.account.shortServerID)"
            guard let block = PcapngBlock.packet(message.datagram, time: time, comment: comment) else { continue }
            bytes += block.bytes
        }
        return bytes
    }

    private var datagram: CapturedDatagram {
        let host = (try? account.address().host) ?? ""
        // A name has no address here: one that is for documentation stands for it (RFC 5737).
        let number = account.shortServerID % 254 + 1
        let server =
            DatagramAddress(host: host, port: Self.port) ?? DatagramAddress(host: "192.0.2.\(number)", port: Self.port)!
        let own = DatagramAddress(host: server.bytes.count == 4 ? "127.0.0.1" : "::1", port: Self.ownPort)!
        return CapturedDatagram(
            isSent ? .outbound : .inbound, from: isSent ? own : server, to: isSent ? server : own, payload: bytes)
    }

    private static let port: UInt16 = 5683
    private static let ownPort: UInt16 = 56830
}
