package import CoAP
import LwM2M
import LwM2MOverCoAP
import Moments
import Randomness

/// An LwM2M 1.0 server: it accepts registrations, sends requests to its clients, and bootstraps them.
///
/// It has no socket and no clock. The owner passes it connections and calls `advance(to:)` when `nextDeadline` has
/// come. All calls, and all closures that it calls, run on the owner's thread; closures may call the server again.
///
/// - Source: LwM2M 1.0.1 §5.
package final class Server {
    package let settings: Settings
    /// Called with each event.
    package var onEvent: ((Event) -> Void)?
    /// Called with each message and the peer's address.
    package var onTrace: ((_ peer: String, EndpointTrace) -> Void)?

    let clock: () -> Double
    var registry: RegistrationRegistry
    var peers = PeerTable()
    /// The peers that are not registered, the oldest first: whoever sends a datagram is one, under whatever name.
    private var strangers: [Peer] = []
    /// The paths requested with Observe, by endpoint client name.
    var wanted: [String: [Path: ContentFormat?]] = [:]
    /// Requests to sleeping clients, by endpoint client name.
    var held: [String: [() -> Void]] = [:]
    private var random: SeededSequence
    /// What to do when the message being handled has been answered.
    private var afterAnswer: [() -> Void] = []
    private var isHandling = false

    /// A server without clients.
    ///
    /// - Parameters:
    ///   - seed: determines message ids, tokens and the random part of time-outs.
    ///   - clock: seconds on the owner's clock.
    package init(settings: Settings = Settings(), seed: UInt64, clock: @escaping () -> Double) {
        self.settings = settings
        self.clock = clock
        registry = RegistrationRegistry(idPrefix: settings.registrationPrefix)
        random = SeededSequence(seed: seed)
    }

    /// The registered clients, in the order of their registration.
    package var registrations: [RegisteredClient] { registry.registrations }
    /// How many clients are registered.
    package var registrationCount: Int { registry.count }

    /// Takes over the connection to a peer that has just sent something or is about to.
    package func accept(_ connection: any Connection) {
        let now = clock()
        let endpoint = Endpoint(settings: settings.endpoint, seed: random.next()) { [weak connection] datagram in
            connection?.send(datagram)
        }
        let peer = Peer(connection, endpoint, at: now)
        peers.add(peer)
        endpoint.onTrace = { [weak self, weak peer] trace in
            if let self, let peer { onTrace?(peer.name, trace) }
        }
        connection.onDatagram = { [weak self, weak peer] datagram in
            if let self, let peer { receive(datagram, from: peer) }
        }
        connection.onState = { [weak self, weak peer] state in
            guard case .failed(let words) = state, let self, let peer else { return }
            onEvent?(.connectionEnded(peer: peer.name, words))
            drop(peer)
        }
        countAsStranger(peer)
        if peers.count > settings.mostPeers { dropSilent() }
    }

    /// Closes the connection to every peer, and forgets all clients.
    package func close() {
        strangers = []
        for peer in peers.all { drop(peer) }
        registry = RegistrationRegistry(idPrefix: settings.registrationPrefix)
        wanted = [:]
        held = [:]
    }

    // MARK: - Time

    /// When something is due, in seconds; nil means never.
    package var nextDeadline: Double? {
        earlier(peers.nextDeadline, registry.nextDeadline)
    }

    /// Does what is due: retransmits, gives up, forgets clients.
    package func advance(to now: Double) {
        for peer in peers.due(at: now) {
            peer.endpoint.advance(to: now)
            peers.reschedule(peer)
        }
        for change in registry.expire(at: now) {
            if case .expired(let gone) = change { forget(gone) }
            onEvent?(.registration(change))
        }
    }

    // MARK: - What comes in

    private func receive(_ datagram: [UInt8], from peer: Peer) {
        let now = clock()
        peer.lastHeard = now
        let isOutermost = !isHandling
        isHandling = true
        if let incoming = peer.endpoint.receiveRequest(datagram, at: now) {
            peer.endpoint.settle(incoming, .respond(handle(incoming.request, from: peer)), at: now)
        }
        peers.reschedule(peer)
        guard isOutermost else { return }
        isHandling = false
        while !afterAnswer.isEmpty { afterAnswer.removeFirst()() }
    }

    /// Does something once the message being handled has been answered.
    func later(_ action: @escaping () -> Void) { afterAnswer.append(action) }

    private func handle(_ request: CoAPRequest, from peer: Peer) -> CoAPResponse {
        do throws(LwM2MError) {
            return CoAPResponse(explaining: try answer(request, from: peer))
        } catch {
            later { [weak self] in self?.onEvent?(.refused(peer: peer.name, request: request, error)) }
            return CoAPResponse(explaining: Response(error))
        }
    }

    private func answer(_ request: CoAPRequest, from peer: Peer) throws(LwM2MError) -> Response {
        let now = clock()
        let (change, response): (RegistrationRegistry.Change, Response)
        let path = request.path
        switch (request.method, path.first, path.count) {
        case (.post, "rd", 1): (change, response) = try registry.register(request, from: peer.name, at: now)
        case (.post, "rd", 2):
            (change, response) = try registry.update(path[1], request, from: peer.name, at: now)
        case (.delete, "rd", 2): (change, response) = try registry.deregister(path[1])
        case (.post, "bs", 1):
            guard !settings.bootstrap.isEmpty else { throw LwM2MError(.badRequest, "this server has no bootstrap") }
            return try beginBootstrap(request, of: peer)
        case (_, "rd", 1), (_, "rd", 2), (_, "bs", 1):
            throw LwM2MError(.methodNotAllowed, "/\(path.joined(separator: "/")) does not take this method")
        default:
            throw LwM2MError(.notFound, "this server has no /\(path.joined(separator: "/"))")
        }
        later { [weak self] in self?.follow(change, of: peer) }
        return response
    }

    /// Acts on a change of the registrations.
    private func follow(_ change: RegistrationRegistry.Change, of peer: Peer) {
        switch change {
        case .registered(let registration, let replaced):
            countAsKnown(peer)
            if let replaced, replaced.peer != peer.name { countAsStrangers(replaced.peer) }
            if let replaced { for other in peers.named(replaced.peer) { endObservations(at: other) } }
            endObservations(at: peer)
            // What the owner asks for when it hears of the registration is observed once.
            if settings.repeatsObservations { observeAgain(registration) }
            onEvent?(.registration(change))
            release(registration.endpoint)
        case .updated(let registration):
            countAsKnown(peer)
            onEvent?(.registration(change))
            release(registration.endpoint)
        case .deregistered(let gone), .expired(let gone):
            forget(gone)
            onEvent?(.registration(change))
        }
    }

    private func forget(_ registration: RegisteredClient) {
        countAsStrangers(registration.peer)
        for peer in peers.named(registration.peer) { endObservations(at: peer) }
        wanted[registration.endpoint] = nil
        held[registration.endpoint] = nil
    }

    private func endObservations(at peer: Peer) {
        for id in peer.observations.values { peer.endpoint.cancel(id, at: clock()) }
        peer.observations = [:]
        peers.reschedule(peer)
    }

    /// Sends the requests held while the client slept.
    private func release(_ endpoint: String) {
        for send in held.removeValue(forKey: endpoint) ?? [] { send() }
    }

    // MARK: - Peers

    /// The connection to a registered client; nil if it is gone.
    func peer(of registration: RegisteredClient) -> Peer? { peers.named(registration.peer).last }

    private func drop(_ peer: Peer) {
        peers.remove(peer)
        strangers.removeAll { $0 === peer }
        peer.connection.onDatagram = nil
        peer.connection.onState = nil
        peer.endpoint.cancelAll()
        peer.connection.close()
    }

    private func countAsKnown(_ peer: Peer) {
        strangers.removeAll { $0 === peer }
        peer.endpoint.mostAmplification = nil
    }

    private func countAsStrangers(_ name: String) {
        guard !registry.hasClient(at: name) else { return }
        for peer in peers.named(name) { countAsStranger(peer) }
    }

    /// Counts a peer among those that are not registered. If there are too many, the one that has been silent longest
    /// is dropped; one whose bootstrap is under way is dropped last.
    private func countAsStranger(_ peer: Peer) {
        guard !strangers.contains(where: { $0 === peer }) else { return }
        peer.endpoint.mostAmplification = Self.mostAmplification
        strangers.append(peer)
        guard strangers.count > settings.mostStrangers else { return }
        let silent = strangers.dropLast().min {
            ($0.bootstrap == nil ? 0 : 1, $0.lastHeard) < ($1.bootstrap == nil ? 0 : 1, $1.lastHeard)
        }
        if let silent { drop(silent) }
    }

    /// What somebody else may get who is sent answers in place of the sender.
    private static let mostAmplification = 3

    /// Makes room by dropping the peer that has been silent longest, those without a registration first.
    private func dropSilent() {
        let known = peers.all.dropLast()
        let others = known.filter { !registry.hasClient(at: $0.name) }
        let silent = (others.isEmpty ? known : others[...]).min { $0.lastHeard < $1.lastHeard }
        if let silent { drop(silent) }
    }
}

extension Server {
    /// How a server behaves.
    package struct Settings: Sendable {
        /// The settings of the message layer for every client.
        package var endpoint = EndpointSettings()
        /// Seconds for which a client in queue mode listens after its last message.
        ///
        /// - Source: LwM2M 1.0.1 §8.3: MAX_TRANSMIT_WAIT.
        var awakeTime = 93.0
        /// Whether the server repeats its observations when a client registers again.
        var repeatsObservations = true
        /// The bootstrap sequences; a client that requests a bootstrap gets the first that applies to it. Without any,
        /// `/bs` is unknown.
        package var bootstrap: [BootstrapSequence] = []
        /// The most peers that are listened to; more push out the one that was silent longest.
        package var mostPeers = RegistrationRegistry.limit + 256
        /// The most peers that are listened to without a registration: nothing proves that their address is theirs.
        package var mostStrangers = 256
        /// Comes before the numbers of registrations, so that a server that lost them does not reuse the same
        /// locations.
        package var registrationPrefix = ""

        package init() {
            // A list of Objects is the only thing that a client sends in blocks unrequested.
            endpoint.blocks.largestUpload = 1 << 16
            endpoint.blocks.mostTransfers = 2
        }
    }
}
