import CoAP
import LwM2M
import LwM2MServer

/// A network in memory with one server, at every address that a module contacts.
final class LineNetwork: Connector {
    let server: Server
    private let clock: () -> Double
    private var links: [MemoryLink] = []

    init(clock: @escaping () -> Double) {
        self.clock = clock
        server = Server(seed: 7, clock: clock)
    }

    func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
        let link = MemoryLink(nearName: "module", farName: "\(host):\(port)", clock: clock)
        links.append(link)
        server.accept(link.far)
        return link.near
    }

    var nextDeadline: Double? { (links.map(\.nextDeadline) + [server.nextDeadline]).compactMap { $0 }.min() }

    func advance(to time: Double) {
        for link in links { link.advance(to: time) }
        server.advance(to: time)
    }
}
