package import CoAP
package import LwM2M
import LwM2MOverCoAP
import Moments

/// The registrations of a server, and the effect of each message of the registration interface on them.
///
/// - Source: LwM2M 1.0.1 §5.3, §8.2.4, §8.5.
package struct RegistrationRegistry: Sendable {
    /// What a message, or the passing of time, changed.
    package enum Change: Hashable, Sendable {
        /// The client registered; `replaced` is an older registration of the same name, which has been removed.
        case registered(RegisteredClient, replaced: RegisteredClient?)
        case updated(RegisteredClient)
        case deregistered(RegisteredClient)
        /// The lifetime ran out.
        case expired(RegisteredClient)
    }

    /// The registrations by id, each with its number in the order in which they were made.
    private var clients: [String: (number: Int, client: RegisteredClient)] = [:]
    private var ids: [String: String] = [:]
    /// How many clients are registered at a peer.
    private var clientsAt: [String: Int] = [:]
    private var ends = DeadlineHeap<String>()
    private var lastID = 0
    private let idPrefix: String

    /// The most clients that are accepted.
    package static let limit = 65_536

    /// - Parameter idPrefix: comes before the number in each location, so that a server that lost its registrations
    ///   does not reuse the same locations.
    package init(idPrefix: String = "") { self.idPrefix = idPrefix }

    /// In the order in which they were made; sorted at each call.
    package var registrations: [RegisteredClient] {
        clients.values.sorted { $0.number < $1.number }.map(\.client)
    }

    /// How many clients are registered.
    package var count: Int { clients.count }

    /// The registration of an endpoint client name; nil if there is none.
    package subscript(endpoint: String) -> RegisteredClient? { ids[endpoint].flatMap { clients[$0]?.client } }

    /// The registration with an id; nil if there is none.
    package func registration(id: String) -> RegisteredClient? { clients[id]?.client }

    /// Whether a client is registered from a peer.
    func hasClient(at peer: String) -> Bool { clientsAt[peer] != nil }

    private mutating func put(_ client: RegisteredClient, _ number: Int) {
        if let old = clients.updateValue((number, client), forKey: client.id)?.client { leave(old.peer) }
        ids[client.endpoint] = client.id
        clientsAt[client.peer, default: 0] += 1
        ends.set(client.expires, for: client.id)
    }

    @discardableResult
    private mutating func remove(_ id: String) -> RegisteredClient? {
        guard let client = clients.removeValue(forKey: id)?.client else { return nil }
        ids[client.endpoint] = nil
        leave(client.peer)
        ends.remove(id)
        return client
    }

    private mutating func leave(_ peer: String) {
        let left = (clientsAt[peer] ?? 1) - 1
        clientsAt[peer] = left == 0 ? nil : left
    }

    /// Handles a Register.
    ///
    /// - Parameters:
    ///   - peer: who sent it, `127.0.0.1:50000`.
    ///   - now: the server's clock, in seconds.
    /// - throws: 4.00 for a missing or invalid parameter, 4.12 for another version, 4.15 for a payload of another
    ///   format, 5.03 if there are too many clients.
    package mutating func register(
        _ request: CoAPRequest, from peer: String, at now: Double
    ) throws(LwM2MError) -> (Change, Response) {
        let parameters = try RegistrationParameters(request.queries)
        guard let endpoint = parameters.endpoint else { throw LwM2MError(.badRequest, "ep is missing") }
        guard let lifetime = parameters.lifetime else { throw LwM2MError(.badRequest, "lt is missing") }
        guard let version = parameters.version else { throw LwM2MError(.badRequest, "lwm2m is missing") }
        guard version == "1.0" else {
            throw LwM2MError(.preconditionFailed, "lwm2m=\(version) is not supported; this server speaks 1.0")
        }
        let links = try Self.links(of: request)
        let replaced = self[endpoint]
        guard replaced != nil || clients.count < Self.limit else {
            throw LwM2MError(.serviceUnavailable, "there are \(Self.limit) clients already")
        }
        lastID += 1
        let registration = RegisteredClient(
            id: idPrefix + String(lastID), endpoint: endpoint, lifetime: lifetime, version: version,
            binding: parameters.binding ?? "U", msisdn: parameters.msisdn, links: links, registered: now, updated: now,
            peer: peer, findings: Self.findings(links))
        if let replaced { remove(replaced.id) }
        put(registration, lastID)
        return (
            .registered(registration, replaced: replaced), Response(.created, location: ["rd", registration.id])
        )
    }

    /// Handles an Update.
    ///
    /// - throws: 4.04 for an unknown registration, 4.00 for an invalid parameter or one that may not change, 4.15 for a
    ///   payload of another format.
    package mutating func update(
        _ id: String, _ request: CoAPRequest, from peer: String, at now: Double
    ) throws(LwM2MError) -> (Change, Response) {
        guard let known = clients[id] else {
            throw LwM2MError(.notFound, "there is no registration rd/\(id)")
        }
        var client = known.client
        let parameters = try RegistrationParameters(request.queries)
        guard parameters.endpoint == nil, parameters.version == nil else {
            throw LwM2MError(.badRequest, "an Update changes neither ep nor lwm2m")
        }
        if !request.payload.isEmpty || request.contentFormat != nil {
            client.links = try Self.links(of: request)
            client.findings = Self.findings(client.links)
        }
        if let lifetime = parameters.lifetime { client.lifetime = lifetime }
        if let binding = parameters.binding { client.binding = binding }
        if let msisdn = parameters.msisdn { client.msisdn = msisdn }
        client.updated = now
        client.peer = peer
        put(client, known.number)
        return (.updated(client), Response(.changed))
    }

    /// Handles a De-register.
    ///
    /// - throws: 4.04 for an unknown registration.
    package mutating func deregister(_ id: String) throws(LwM2MError) -> (Change, Response) {
        guard let client = remove(id) else {
            throw LwM2MError(.notFound, "there is no registration rd/\(id)")
        }
        return (.deregistered(client), Response(.deleted))
    }

    /// When the next lifetime runs out.
    package var nextDeadline: Double? { ends.first?.time }

    /// Removes the registrations whose lifetime is over.
    package mutating func expire(at now: Double) -> [Change] {
        var changes: [Change] = []
        while let end = ends.first, end.time <= now {
            if let client = remove(end.key) { changes.append(.expired(client)) }
        }
        return changes
    }

    private static func links(of request: CoAPRequest) throws(LwM2MError) -> [Link] {
        if let format = request.payloadFormat, format != .linkFormat {
            throw LwM2MError(.unsupportedContentFormat, "the list of Objects comes as \(format), not as link-format")
        }
        return try LinkFormat.links(of: request.payload)
    }

    /// - Source: LwM2M 1.0.1 §5.3.1, §8.2.4.
    private static func findings(_ links: [Link]) -> [String] {
        var findings: [String] = []
        let objects = Set(
            RegisteredClient(
                id: "", endpoint: "", lifetime: 0, version: "", binding: "", msisdn: nil, links: links, registered: 0,
                updated: 0, peer: "", findings: []
            ).paths.compactMap(\.object))
        if objects.contains(.security) { findings.append("the list of Objects names Object 0") }
        for id: ObjectID in [.server, .device] where !objects.contains(id) {
            findings.append("the list of Objects lacks Object \(id)")
        }
        return findings
    }
}
