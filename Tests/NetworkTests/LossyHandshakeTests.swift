import CoAP
import Network
import Testing

/// Handshakes where datagrams are lost, doubled, late and overtaken.
struct LossyHandshakeTests {
    private final class Clock { var now = 0.0 }

    private struct Outcome { var opened, carried: Bool }

    private func outcome(_ conditions: LinkConditions, seed: UInt64) throws -> Outcome {
        let clock = Clock()
        let link = MemoryLink(conditions, seed: seed, clock: { clock.now })
        let timing = DTLSTiming(isVirtual: true)
        let client = try DTLSConnection(
            over: link.near, as: .client(identity: [0x61], key: [1, 2, 3]), context: DTLSContext(isServer: false),
            timing: timing, clock: { clock.now })
        let server = try DTLSConnection(
            over: link.far, as: .server { $0 == [0x61] ? [1, 2, 3] : nil }, context: DTLSContext(isServer: true),
            timing: timing, clock: { clock.now })
        var heard: [[UInt8]] = []
        server.onDatagram = { heard.append($0) }
        func run(_ end: Double) {
            while let due = [link.nextDeadline, client.nextDeadline, server.nextDeadline].compactMap({ $0 }).min(),
                due <= end
            {
                clock.now = max(clock.now, due)
                link.advance(to: clock.now)
                client.advance(to: clock.now)
                server.advance(to: clock.now)
            }
            clock.now = end
        }
        run(25)
        guard client.state == .open else { return Outcome(opened: false, carried: false) }
        for number in 0..<40 as Range<UInt8> { client.send([number]) }
        run(40)
        // Each at most once: DTLS leaves out what comes twice.
        #expect(Set(heard).count == heard.count)
        return Outcome(opened: true, carried: heard.count > 10)
    }

    /// 20 seconds allow five transmissions of each flight. The client tries again later where that was not enough.
    @Test(arguments: [(0.0, 60), (0.2, 54), (0.3, 44)]) func shakesHands(_ loss: Double, least: Int) throws {
        let conditions = LinkConditions(
            loss: loss, duplication: 0.1, reordering: 0.2, delay: 0.01...0.4, largestPacket: 576)
        let outcomes = try (1...60 as ClosedRange<UInt64>).map { try outcome(conditions, seed: $0) }
        let opened = outcomes.count(where: \.opened)
        #expect(opened >= least, "\(opened)")
        #expect(outcomes.allSatisfy { $0.carried == $0.opened })
    }
}
