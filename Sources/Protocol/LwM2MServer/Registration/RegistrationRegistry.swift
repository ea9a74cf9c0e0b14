package import CoAP
package import LwM2M
import LwM2MOverCoAP

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

    /// In the order in which they were made.
    package private(set) var registrations: [RegisteredClient] = []
    private var lastID = 0
    private let idPrefix: String

    /// The most clients accepted.
    package static let limit = 10_000

    /// - Parameter idPrefix: comes before the number in each location, so that a server that lost its registrations
    ///   does not reuse the same locations.
    package init(idPrefix: String = "") { self.idPrefix = idPrefix }

    /// The registration of an endpoint client name; nil if there is none.
    package subscript(endpoint: String) -> RegisteredClient? { registrations.first { $0.endpoint == endpoint } }

    /// The registration with an id; nil if there is none.
    package func registration(id: String) -> RegisteredClient? { registrations.first { $0.id == id } }

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
        guard replaced != nil || registrations.count < Self.limit else {
            throw LwM2MError(.serviceUnavailable, "there are \(Self.limit) clients already")
        }
        lastID += 1
        let registration = RegisteredClient(
            id: idPrefix + String(lastID), endpoint: endpoint, lifetime: lifetime, version: version,
            binding: parameters.binding ?? "U", msisdn: parameters.msisdn, links: links, registered: now, updated: now,
            peer: peer, findings: Self.findings(links))
        registrations.removeAll { $0.endpoint == endpoint }
        registrations.append(registration)
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
        guard let index = registrations.firstIndex(where: { $0.id == id }) else {
            throw LwM2MError(.notFound, "there is no registration rd/\(id)")
        }
        let parameters = try RegistrationParameters(request.queries)
        guard parameters.endpoint == nil, parameters.version == nil else {
            throw LwM2MError(.badRequest, "an Update changes neither ep nor lwm2m")
        }
        if !request.payload.isEmpty || request.contentFormat != nil {
            registrations[index].links = try Self.links(of: request)
            registrations[index].findings = Self.findings(registrations[index].links)
        }
        if let lifetime = parameters.lifetime { registrations[index].lifetime = lifetime }
        if let binding = parameters.binding { registrations[index].binding = binding }
        if let msisdn = parameters.msisdn { registrations[index].msisdn = msisdn }
        registrations[index].updated = now
        registrations[index].peer = peer
        return (.updated(registrations[index]), Response(.changed))
    }

    /// Handles a De-register.
    ///
    /// - throws: 4.04 for an unknown registration.
    package mutating func deregister(_ id: String) throws(LwM2MError) -> (Change, Response) {
        guard let index = registrations.firstIndex(where: { $0.id == id }) else {
            throw LwM2MError(.notFound, "there is no registration rd/\(id)")
        }
        return (.deregistered(registrations.remove(at: index)), Response(.deleted))
    }

    /// When the next lifetime runs out.
    package var nextDeadline: Double? { registrations.lazy.map(\.expires).min() }

    /// Removes the registrations whose lifetime is over.
    package mutating func expire(at now: Double) -> [Change] {
        guard let next = nextDeadline, next <= now else { return [] }
        let expired = registrations.filter { $0.expires <= now }
        registrations.removeAll { $0.expires <= now }
        return expired.map { .expired($0) }
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
