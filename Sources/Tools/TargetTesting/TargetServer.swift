import LwM2M
import LwM2MServer
import Network
import ObjectTesting
import RealModule

/// The server of the tests, with which the module registers: what `--target-server` names.
///
/// It has no thread of its own. Whoever waits for the module lets it take its turns, `turn`.
final class TargetServer {
    let shortServerID: Int
    /// `coap://192.168.1.7:5683`.
    let uri: String
    /// Whether other machines can reach it.
    let isReachableFromElsewhere: Bool
    /// The client of the module, once it has registered.
    private(set) var endpoint: String?

    private let loop: EventLoop
    private let listener: UDPListener
    private let server: Server
    private var told: [(path: Path, response: Response)] = []

    /// Listens at once.
    ///
    /// - throws: `NetworkError` if it cannot listen there.
    init(host: String, port: UInt16, shortServerID: Int) throws(NetworkError) {
        self.shortServerID = shortServerID
        loop = try EventLoop()
        listener = try UDPListener(host: host, port: port, on: loop)
        uri = "coap://" + listener.address
        isReachableFromElsewhere = listener.isReachableFromElsewhere
        server = Server(seed: UInt64.random(in: 1...UInt64.max), clock: { [loop] in loop.now })
        listener.onPeer = { [server] link in server.accept(link) }
        loop.addDeadlines(
            next: { [server] in server.nextDeadline }, advance: { [server] time in server.advance(to: time) })
        server.onEvent = { [unowned self] event in
            switch event {
            case .registration(.registered(let client, _)): endpoint = client.endpoint
            case .notified(_, let path, let response): told.append((path, response))
            default: break
            }
        }
    }

    /// Does what has come due.
    func turn() { loop.runOnce(timeout: 0) }

    /// Waits until something holds; false if it does not in time.
    func wait(seconds: Double, until holds: () -> Bool) -> Bool {
        let end = loop.now + seconds
        while !holds() {
            guard loop.now < end else { return false }
            loop.runOnce(timeout: Self.turnLength)
        }
        return true
    }

    private static let turnLength = 0.05

    /// The answer of the module's client to a request.
    ///
    /// - throws: `PushError` if none comes.
    func ask(_ request: Request) throws -> Response {
        try answer { endpoint, take throws(LwM2MError) in try server.send(request, to: endpoint, answer: take) }
    }

    func observe(_ path: Path) throws -> Response {
        told.removeAll { $0.path == path }
        return try answer { endpoint, take throws(LwM2MError) in
            try server.observe(path, as: .tlv, of: endpoint, answer: take)
        }
    }

    /// Whether the path was observed.
    func cancel(_ path: Path) throws -> Bool {
        guard let endpoint, server.observedPaths(of: endpoint).contains(path) else { return false }
        _ = try answer { endpoint, take throws(LwM2MError) in
            try server.cancelObserve(path, of: endpoint, answer: take)
        }
        return true
    }

    private func answer(
        _ send: (String, @escaping (ClientAnswer) -> Void) throws(LwM2MError) -> Void
    ) throws -> Response {
        guard let endpoint else { throw PushError("the module is not registered with \(uri)") }
        var answer: ClientAnswer?
        do throws(LwM2MError) { try send(endpoint) { answer = $0 } } catch {
            throw PushError("the module cannot be asked by its server: \(error.message)")
        }
        guard wait(seconds: Self.patience, until: { answer != nil }), let answer else {
            throw PushError("the module did not answer its server within \(Int(Self.patience)) seconds")
        }
        guard let response = answer.response else {
            throw PushError("the module did not answer its server: \(answer.failure)")
        }
        return response
    }

    /// Longer than a message and its repetitions take (CoAP, RFC 7252 §4.8.2: EXCHANGE_LIFETIME less the processing).
    private static let patience = 100.0

    /// The notifications since the last call.
    ///
    /// - Parameter count: as many are awaited.
    func takeNotifications(atLeast count: Int) -> [(path: Path, response: Response)] {
        _ = wait(seconds: Self.longestNotification, until: { told.count >= count })
        defer { told = [] }
        return told
    }

    private static let longestNotification = 5.0

    /// Forgets all observations and notifications.
    func forget() {
        if let endpoint {
            for path in server.observedPaths(of: endpoint) { try? server.forgetObserve(path, of: endpoint) }
        }
        turn()
        told = []
    }
}
