import CoAP
import Lua
import LwM2M
import LwM2MClient
import LwM2MOverCoAP
import ObjectHost

/// The client of a device under test with the servers that a test names, each over its own in-memory link.
///
/// Requests travel as CoAP messages to the client, through its whole path to the Objects, and back.
final class TestWire {
    /// A notification that a server received.
    struct Told {
        var path: Path
        var answer: CoAPResponse
    }

    let client: Client
    private let host: ObjectHost
    private let clock: VirtualClock
    private var servers: [ShortServerID: TestServer] = [:]
    /// Why the last request was refused, which no message carries.
    private var reason = ""

    /// - Parameter model: the data model of the host, as requests reach it.
    init(of host: ObjectHost, as model: any DataModel, clock: VirtualClock) {
        self.host = host
        self.clock = clock
        var settings = ClientSettings(endpoint: "urn:imei:\(host.bindings.imei)", seed: 1)
        settings.logsMessages = false
        client = Client(model, settings: settings, connector: NoConnector(), clock: { clock.uptime })
        client.onAnswer = { [unowned self] _, response in reason = response.reason }
    }

    /// The connection of a server, with which the client is registered from now on.
    private func server(_ id: ShortServerID) -> TestServer {
        if let server = servers[id] { return server }
        let server = TestServer()
        servers[id] = server
        client.adopt(
            ServerAccount(securityInstance: 0, serverInstance: nil, shortServerID: id, uri: "coap://test"), over: server
        )
        return server
    }

    /// Carries out a request from a server.
    ///
    /// - Returns: its answer, and why it was refused.
    func ask(_ request: Request, from id: ShortServerID) -> (response: CoAPResponse, reason: String) {
        let server = server(id)
        reason = ""
        var outcome: ExchangeOutcome?
        server.endpoint.request(CoAPRequest(request), at: clock.uptime) { outcome = $0 }
        settle()
        return (outcome?.response ?? CoAPResponse(.internalServerError), reason)
    }

    /// Observes a path; the notifications go to `told`.
    func observe(_ path: Path, as request: Request, from id: ShortServerID) -> (response: CoAPResponse, reason: String)
    {
        let server = server(id)
        cancel(path, from: id)
        reason = ""
        var first: CoAPResponse?
        let exchange = server.endpoint.observe(CoAPRequest(request), at: clock.uptime) { [unowned server] outcome in
            guard let response = outcome.response else { return }
            if first == nil { first = response } else { server.told.append(Told(path: path, answer: response)) }
        }
        settle()
        if first?.code.isSuccess == true { server.observations[path] = exchange }
        return (first ?? CoAPResponse(.internalServerError), reason)
    }

    /// Cancels an observation with a GET; returns whether there was one.
    @discardableResult
    func cancel(_ path: Path, from id: ShortServerID) -> Bool {
        let server = server(id)
        guard let exchange = server.observations.removeValue(forKey: path) else { return false }
        server.endpoint.endObservation(exchange, at: clock.uptime) { _ in }
        settle()
        return true
    }

    /// The notifications of a server since the last call.
    func told(_ id: ShortServerID) -> [Told] {
        rereadObserved()
        guard let server = servers[id] else { return [] }
        defer { server.told = [] }
        return server.told
    }

    /// What is observed, by server.
    var observed: [(server: ShortServerID, path: Path)] {
        servers.sorted { $0.key < $1.key }.flatMap { id, server in
            server.observations.keys.map { (id, $0) }
        }
    }

    /// Lets time pass and handles everything that comes due at its own time, as far as the limits of the call allow;
    /// when they are reached, the call ends with its error.
    ///
    /// - throws: `.runtime` if a server has more unread notifications than a test may leave.
    func advance(seconds: Double) throws(LuaError) {
        let end = min(clock.uptime + seconds, VirtualClock.end)
        while let due = deadline, due < end, !host.lua.isOver {
            let before = clock.elapsed
            // A deadline closer than the clock can resolve is reached in one step of the clock.
            clock.advance(seconds: max(due - clock.uptime, 1e-9))
            guard clock.elapsed > before else { break }
            settle()
            if let (id, server) = servers.first(where: { $0.value.told.count > Self.mostTold }) {
                server.told = []
                throw LuaError(
                    .runtime,
                    "server \(id) was told more than \(Self.mostTold) values within one call: advance the clock in shorter "
                        + "steps and read notifications() between them, or observe with a longer pmax")
            }
        }
        guard !host.lua.isOver else { return }
        clock.advance(seconds: end - clock.uptime)
        rereadObserved()
    }

    /// The most notifications that may wait for a test to read them.
    private static let mostTold = 100_000

    /// Makes the client check what scripts may have changed without a request.
    private func rereadObserved() {
        client.rereadObserved()
        settle()
    }

    private var deadline: Double? {
        var earliest = client.nextDeadline ?? .infinity
        for server in servers.values { earliest = min(earliest, server.endpoint.nextDeadline ?? .infinity) }
        return earliest < .infinity ? earliest : nil
    }

    /// Delivers all messages and does what is due, until nothing is left.
    func settle() {
        var rounds = 0
        repeat {
            let time = clock.uptime
            for server in servers.values {
                server.carry(at: time)
                server.endpoint.advance(to: time)
            }
            client.advance(to: time)
            rounds += 1
        } while rounds < Self.mostRounds && !host.lua.isOver
            && (servers.values.contains { !$0.isQuiet } || deadline ?? .infinity <= clock.uptime)
    }

    /// The most messages in a row that one request may take: 20 kB in blocks of 16 bytes.
    private static let mostRounds = 4096
}

/// The client of a test does not open connections by itself.
private final class NoConnector: ServerConnector {
    func connect(to account: ServerAccount) throws(ServerAccountError) -> any Connection {
        throw ServerAccountError("a test has no network")
    }
}
