import CoAP
import LwM2M
import LwM2MClient
import LwM2MOverCoAP
import Randomness
import TestSupport
import Testing

/// The client on a network that loses, doubles and delays datagrams, and on one that sends rubbish.
@Suite struct BadNetworkTests {
    /// A client and a server at the two ends of a bad link.
    private final class Shaken: ServerConnector {
        let model = MemoryModel.withServer()
        private(set) var client: Client!
        /// The server's end of the newest connection.
        private(set) var server: Endpoint!
        private var links: [MemoryLink] = []
        private var servers: [Endpoint] = []
        private(set) var time = 0.0
        private let conditions: LinkConditions
        private let seed: UInt64
        var isRegistered: Bool { client.reports.first?.state == .registered }

        init(_ conditions: LinkConditions, seed: UInt64) {
            self.conditions = conditions
            self.seed = seed
            client = Client(
                model, settings: ClientSettings(endpoint: "e", seed: seed), connector: self,
                clock: { [unowned self] in time })
            model.onChange = { [unowned self] change in client.changed(change) }
            client.start()
        }

        func connect(to account: ServerAccount) throws(ServerAccountError) -> any Connection {
            let link = MemoryLink(conditions, seed: seed &+ UInt64(links.count), clock: { [unowned self] in time })
            let endpoint = Endpoint(seed: seed &* 31 &+ UInt64(links.count)) { link.far.send($0) }
            link.far.onDatagram = { [unowned self] datagram in
                endpoint.receive(datagram, at: time) { request in
                    switch (request.request.method, request.request.path) {
                    case (.post, ["rd"]): .respond(CoAPResponse(.created, contentFormat: nil, location: ["rd", "1"]))
                    case (.delete, _): .respond(CoAPResponse(Code(2, 2)))
                    default: .respond(CoAPResponse(.changed))
                    }
                }
            }
            links.append(link)
            servers.append(endpoint)
            server = endpoint
            return link.near
        }

        func advance(by seconds: Double, until isOver: () -> Bool = { false }) {
            let end = time + seconds
            while !isOver() {
                let deadlines = [client.nextDeadline] + links.map(\.nextDeadline) + servers.map(\.nextDeadline)
                guard let due = deadlines.compactMap({ $0 }).min(), due <= end else { break }
                time = max(time, due)
                for link in links { link.advance(to: time) }
                for endpoint in servers { endpoint.advance(to: time) }
                client.advance(to: time)
            }
            if !isOver() { time = end }
        }
    }

    private static let bad = LinkConditions(
        loss: 0.3, duplication: 0.2, reordering: 0.2, delay: 0.01...1, largestPacket: 576)

    @Test(arguments: UInt64(1)...40) func registersWhereAThirdIsLost(_ seed: UInt64) {
        let shaken = Shaken(Self.bad, seed: seed)
        shaken.advance(by: 2000) { shaken.isRegistered }
        #expect(shaken.isRegistered)
    }

    @Test(arguments: UInt64(1)...40) func executesOnceHoweverOftenItIsAsked(_ seed: UInt64) {
        let shaken = Shaken(Self.bad, seed: seed)
        shaken.advance(by: 2000) { shaken.isRegistered }
        var outcome: ExchangeOutcome?
        let execute = CoAPRequest(.post, path: ["3300", "0", "5605"])
        shaken.server.request(execute, at: shaken.time) { outcome = $0 }
        shaken.advance(by: 300)
        // A request that never arrived was given up; one that did ran once.
        #expect(shaken.model.executed.count == 1 || outcome == .timedOut)
        #expect(shaken.model.executed.count < 2)
    }

    @Test func outlivesAHundredThousandDatagrams() {
        let device = LockstepDevice(.withServer(lifetime: 86_400)).register()
        var random = SeededSequence(seed: 11)
        let read = CoAPRequest(.get, path: ["3", "0"], observe: 0)
        let sound = Message(
            .confirmable, read.method, id: MessageID(7), token: Token([1, 2]), options: read.options
        ).encoded()
        for number in 0..<100_000 {
            var datagram = sound
            switch number % 3 {
            case 0:
                datagram = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
            case 1: datagram = Array(sound.prefix(Int.random(in: 0...sound.count, using: &random)))
            default: break
            }
            for _ in 0..<Int.random(in: 0...3, using: &random) where !datagram.isEmpty {
                datagram[Int.random(in: 0..<datagram.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            device.connection?.onDatagram?(datagram)
            if number % 1000 == 0 {
                device.client.advance(to: device.time)
                device.connection?.drop()
            }
        }
        device.connection?.drop()
        #expect((device.client.reports.first?.observations.count ?? 0) <= 1000)
        #expect(device.asking(CoAPRequest(.get, path: ["3", "0", "9"]), token: 0xEE)?.contains(" 2.05 ") == true)
    }
}
