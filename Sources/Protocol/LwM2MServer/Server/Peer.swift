import CoAP
import LwM2M
import Moments

/// Somebody who talks to the server from one address, registered or not.
final class Peer {
    let connection: any Connection
    let endpoint: Endpoint
    /// Who it is on the network, `127.0.0.1:50000`.
    let name: String
    /// When something came last, on the server's clock.
    var lastHeard: Double
    /// What is observed, with the names of the observations.
    var observations: [Path: ExchangeID] = [:]
    /// The bootstrap under way; nil if there is none.
    var bootstrap: BootstrapRun?
    /// What the client that asked for bootstrap calls itself; nil if none did.
    var bootstrapClient: String?
    /// Its place in the order in which peers came.
    fileprivate var number = 0

    init(_ connection: any Connection, _ endpoint: Endpoint, at now: Double) {
        self.connection = connection
        self.endpoint = endpoint
        name = connection.peer
        lastHeard = now
    }
}

/// The peers of a server, found by name and by what is due next, at a cost that does not grow with their number.
struct PeerTable {
    private var byID: [ObjectIdentifier: Peer] = [:]
    private var byName: [String: [Peer]] = [:]
    private var deadlines = DeadlineHeap<ObjectIdentifier>()
    private var lastNumber = 0

    var count: Int { byID.count }

    /// In the order in which they came; sorted at each call.
    var all: [Peer] { byID.values.sorted { $0.number < $1.number } }

    /// Those at one address, in the order in which they came.
    func named(_ name: String) -> [Peer] { byName[name] ?? [] }

    mutating func add(_ peer: Peer) {
        lastNumber += 1
        peer.number = lastNumber
        byID[ObjectIdentifier(peer)] = peer
        byName[peer.name, default: []].append(peer)
    }

    mutating func remove(_ peer: Peer) {
        guard byID.removeValue(forKey: ObjectIdentifier(peer)) != nil else { return }
        deadlines.remove(ObjectIdentifier(peer))
        byName[peer.name]?.removeAll { $0 === peer }
        if byName[peer.name]?.isEmpty == true { byName[peer.name] = nil }
    }

    /// When an endpoint has something to do next, in seconds; nil for never.
    var nextDeadline: Double? { deadlines.first?.time }

    /// Looks at what the endpoint of a peer has to do next; to be called whenever that may have changed.
    mutating func reschedule(_ peer: Peer) {
        let id = ObjectIdentifier(peer)
        if byID[id] != nil { deadlines.set(peer.endpoint.nextDeadline, for: id) }
    }

    /// Takes the deadlines that have come.
    mutating func due(at time: Double) -> [Peer] {
        var due: [Peer] = []
        while let first = deadlines.first, first.time <= time {
            deadlines.remove(first.key)
            if let peer = byID[first.key] { due.append(peer) }
        }
        return due
    }
}
