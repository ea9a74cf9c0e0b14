import CoAP
import LwM2M
import LwM2MServer

/// Three servers in memory, at ports 5683 to 5685, on a network that loses, doubles and delays a little.
final class SoakNetwork: Connector {
    let servers: [Server]
    private let clock: () -> Double
    private let conditions: LinkConditions
    private let seed: UInt64
    private var links: [MemoryLink?] = [nil, nil, nil]
    private var opened: UInt64 = 0

    init(_ conditions: LinkConditions, seed: UInt64, clock: @escaping () -> Double) {
        (self.conditions, self.seed, self.clock) = (conditions, seed, clock)
        servers = (0..<3 as Range<UInt64>).map { number in
            var settings = Server.Settings()
            // What is left behind by a reset is forgotten within a day.
            settings.mostStrangers = 4
            return Server(settings: settings, seed: seed &+ number, clock: clock)
        }
    }

    func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
        opened += 1
        let place = Int(port) - 5683
        guard servers.indices.contains(place) else {
            return DeadConnection(peer: "\(host):\(port)", state: .failed("nothing listens there"))
        }
        let link = MemoryLink(
            conditions, seed: seed &+ opened, nearName: "10.0.0.1:\(50_000 + opened % 10_000)",
            farName: "\(host):\(port)",
            clock: clock)
        links[place] = link
        servers[place].accept(link.far)
        return link.near
    }

    var nextDeadline: Double? {
        (links.map { $0?.nextDeadline } + servers.map(\.nextDeadline)).compactMap { $0 }.min()
    }

    func advance(to time: Double) {
        for link in links { link?.advance(to: time) }
        for server in servers { server.advance(to: time) }
    }
}
