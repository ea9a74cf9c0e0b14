import CoAP
import Console
import JSON
import LwM2M
import LwM2MOverCoAP
import LwM2MServer
import Wording

/// What `wait` waits for.
package enum ServerEventKind: String, CaseIterable, Sendable {
    case register, update, deregister, expire, notify, bootstrap

    /// The kind of an event; nil if it cannot be waited for.
    init?(_ event: Server.Event) {
        switch event {
        case .registration(.registered): self = .register
        case .registration(.updated): self = .update
        case .registration(.deregistered): self = .deregister
        case .registration(.expired): self = .expire
        case .notified: self = .notify
        case .bootstrapEnded: self = .bootstrap
        default: return nil
        }
    }
}

extension Server.Event {
    /// The line for people, without the leading mark.
    func text(_ definitions: ServerDefinitions) -> String {
        switch self {
        case .registration(let change): Self.text(change)
        case .refused(let peer, let request, let error):
            "\(peer) \(Self.text(request)): \(error.code) \(Printable.escaped(error.message))"
        case .notified(let endpoint, let path, let response):
            "notified by \(Printable.escaped(endpoint)): \(Self.text(response, path, definitions))"
        case .held(let endpoint, let request):
            "\(Printable.escaped(endpoint)) sleeps; \(Self.text(CoAPRequest(request))) waits for its next message"
        case .bootstrapBegan(let endpoint, let peer): "bootstrap of \(Printable.escaped(endpoint)) at \(peer)"
        case .bootstrapCommand(let endpoint, let command, let answer):
            "bootstrap of \(Printable.escaped(endpoint)): \(Self.text(CoAPRequest(command))) -> \(answer)"
                + (answer.response.map { $0.reason.isEmpty ? "" : ": \(Printable.escaped($0.reason))" } ?? "")
        case .bootstrapEnded(let endpoint, let failure):
            "bootstrap of \(Printable.escaped(endpoint)) " + (failure.map { "failed: \($0)" } ?? "is done")
        case .connectionEnded(_, let words): Printable.escaped(words)
        }
    }

    /// One JSON object for programs.
    func json(_ definitions: ServerDefinitions) -> JSONValue {
        switch self {
        case .registration(let change): Self.json(change)
        case .refused(let peer, let request, let error):
            .members([
                "event": "refused", "peer": .string(peer), "request": .string(Self.text(request)),
                "code": .string("\(error.code)"), "error": .string(error.message),
            ])
        case .notified(let endpoint, let path, let response): Self.json(endpoint, path, response, definitions)
        case .held(let endpoint, let request):
            .members([
                "event": "held", "client": .string(endpoint), "request": .string(Self.text(CoAPRequest(request))),
            ])
        case .bootstrapBegan(let endpoint, let peer):
            .members(["event": "bootstrap began", "client": .string(endpoint), "peer": .string(peer)])
        case .bootstrapCommand(let endpoint, let command, let answer):
            .members([
                "event": "bootstrap command", "client": .string(endpoint),
                "request": .string(Self.text(CoAPRequest(command))),
                "code": answer.response.map { .string("\($0.code)") },
                "error": answer.failure.isEmpty ? nil : .string(answer.failure),
                "links": answer.response.flatMap { response in
                    guard response.contentFormat == .linkFormat else { return nil }
                    return .string(String(decoding: response.payload, as: UTF8.self))
                },
            ])
        case .bootstrapEnded(let endpoint, let failure):
            .members([
                "event": "bootstrap", "client": .string(endpoint), "error": failure.map(JSONValue.string),
            ])
        case .connectionEnded(let peer, let words):
            .members(["event": "connection ended", "peer": .string(peer), "error": .string(words)])
        }
    }

    /// What is known about a registered client.
    static func members(_ client: RegisteredClient) -> [JSONMember] {
        let members = JSONValue.members([
            "client": .string(client.endpoint), "location": .string("rd/\(client.id)"), "peer": .string(client.peer),
            "lifetime": .integer(Int64(client.lifetime)), "binding": .string(client.binding),
            "sms": client.msisdn.map(JSONValue.string), "links": .array(client.links.map { .string("\($0)") }),
            "findings": client.findings.isEmpty ? nil : .array(client.findings.map(JSONValue.string)),
        ])
        if case .object(let list) = members { return list }
        return []
    }

    private static func text(_ change: RegistrationRegistry.Change) -> String {
        switch change {
        case .registered(let client, let replaced):
            "\(Printable.escaped(client.endpoint)) registered from \(client.peer): lifetime \(client.lifetime) s, binding "
                + "\(client.binding), \(client.paths.count) Objects and instances"
                + (replaced == nil ? "" : ", instead of its older registration")
                + (client.findings.isEmpty ? "" : "; " + client.findings.joined(separator: "; "))
        case .updated(let client):
            "\(Printable.escaped(client.endpoint)) updated its registration: lifetime \(client.lifetime) s, "
                + "\(client.paths.count) Objects and instances"
        case .deregistered(let client): "\(Printable.escaped(client.endpoint)) de-registered"
        case .expired(let client):
            "\(Printable.escaped(client.endpoint)) is gone: nothing came for \(client.lifetime) s"
        }
    }

    private static func json(_ change: RegistrationRegistry.Change) -> JSONValue {
        let (event, client): (String, RegisteredClient) =
            switch change {
            case .registered(let client, _): ("register", client)
            case .updated(let client): ("update", client)
            case .deregistered(let client): ("deregister", client)
            case .expired(let client): ("expire", client)
            }
        return .object([JSONMember(name: "event", value: .string(event))] + members(client))
    }

    private static func text(_ request: CoAPRequest) -> String {
        let queries = request.queries.isEmpty ? "" : "?" + request.queries.joined(separator: "&")
        return Printable.escaped("\(request.method) /\(request.path.joined(separator: "/"))\(queries)")
    }

    private static func text(_ response: Response, _ path: Path, _ definitions: ServerDefinitions) -> String {
        let outcome = ServerOutcome(response, at: path, definitions)
        let text = outcome.text
        return text.contains("\n") ? "\(path)\n\(text)" : text
    }

    private static func json(
        _ endpoint: String, _ path: Path, _ response: Response, _ definitions: ServerDefinitions
    ) -> JSONValue {
        let outcome = ServerOutcome(response, at: path, definitions)
        guard case .object(let members) = outcome.json(command: "", client: nil, seconds: nil) else { return .null }
        let head = JSONValue.members(["event": "notify", "client": .string(endpoint), "path": .string("\(path)")])
        guard case .object(let first) = head else { return .null }
        return .object(first + members.filter { $0.name != "command" && $0.name != "path" })
    }
}
