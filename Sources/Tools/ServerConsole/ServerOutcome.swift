import Console
import JSON
import LwM2M
import LwM2MServer
import Wording

/// The result of one command of `xlwm2m server`, before it becomes text or JSON.
enum ServerOutcome {
    /// Values, or an operation that succeeded or was refused, in the form of the console.
    case console(ConsoleOutcome)
    /// The answer to a Discover.
    case links([Link])
    /// The registered clients, and the one that receives requests.
    case clients([RegisteredClient], current: String?, now: Double)
    /// The client that receives requests from now on.
    case using(String)
    /// A wait whose event arrived.
    case waited
    /// What could not be obtained, for people.
    case failed(String)
    /// An answer whose payload cannot be shown as values.
    case unreadable(Response, String)
    case help([ServerVerb])
    case quit

    /// The meaning of an answer to an operation at a path.
    init(
        _ response: Response, at path: Path, _ definitions: ServerDefinitions
    ) {
        guard response.code.isSuccess else {
            self = .console(.refused(LwM2MError(response.code, response.reason)))
            return
        }
        guard response.code == .content else {
            let made = try? Path(parsing: "/" + response.location.joined(separator: "/"))
            self = .console(.done(response.code, made.flatMap { $0.depth > 0 ? $0 : nil } ?? path))
            return
        }
        do throws(LwM2MError) {
            if response.contentFormat == .linkFormat {
                self = .links(try LinkFormat.links(of: response.payload))
            } else {
                let values = try ClientContent.values(in: response.payload, as: response.contentFormat, at: path) {
                    definitions[$0]
                }
                let definition = path.object.flatMap { definitions[$0] }
                self = .console(.content(path, values.node(at: path), definition, showsKeys: false))
            }
        } catch {
            self = .unreadable(response, error.message)
        }
    }

    /// Whether a script's run ends with 1.
    var isFailure: Bool {
        switch self {
        case .console(let outcome): outcome.isFailure
        case .failed, .unreadable: true
        default: false
        }
    }

    /// The text for people; empty if there is nothing to say.
    var text: String {
        switch self {
        case .console(.refused(let error)) where error.message.isEmpty: "\(error.code) \(error.code.name)"
        case .console(let outcome): outcome.text
        case .links(let links):
            links.isEmpty ? "no links" : links.map { Printable.escaped("\($0)") }.joined(separator: "\n")
        case .clients(let clients, let current, let now): Self.text(clients, current, now)
        case .using(let client): "asking \(Printable.escaped(client))"
        case .waited, .quit: ""
        case .failed(let words): words
        case .unreadable(let response, let why):
            "\(response.code) \(response.code.name) with \(response.payload.count) bytes that cannot be shown: \(why)"
        case .help(let verbs): Self.text(verbs)
        }
    }

    /// One JSON object: `command`, the client that was asked, the result, and the seconds that the answer took.
    func json(command: String, client: String?, seconds: Double?) -> JSONValue {
        var members: [JSONMember]
        switch self {
        case .console(let outcome):
            guard case .object(let own) = outcome.json(command: command) else { return .null }
            members = own
        default:
            members = [JSONMember(name: "command", value: .string(command))]
            members += self.members
        }
        if let client { members.insert(JSONMember(name: "client", value: .string(client)), at: 1) }
        if let seconds { members.append(JSONMember(name: "seconds", value: .number(seconds))) }
        return .object(members)
    }

    private var members: [JSONMember] {
        let pairs: KeyValuePairs<String, JSONValue?>
        switch self {
        case .console, .quit, .waited: pairs = [:]
        case .links(let links):
            pairs = ["code": "2.05", "links": .array(links.map { .string("\($0)") })]
        case .clients(let clients, let current, _):
            pairs = [
                "clients": .array(clients.map { .object(Server.Event.members($0)) }),
                "current": current.map(JSONValue.string),
            ]
        case .using(let client): pairs = ["using": .string(client)]
        case .failed(let words): pairs = ["error": .string(words)]
        case .unreadable(let response, let why):
            pairs = [
                "code": .string("\(response.code)"),
                "format": response.contentFormat.map { .integer(Int64($0.rawValue)) },
                "payload": .string(Hexadecimal.text(of: response.payload)),
                "error": .string(why),
            ]
        case .help(let verbs): pairs = ["commands": .array(verbs.map { .string($0.usage) })]
        }
        guard case .object(let members) = JSONValue.members(pairs) else { return [] }
        return members
    }

    private static func text(_ clients: [RegisteredClient], _ current: String?, _ now: Double) -> String {
        guard !clients.isEmpty else { return "no clients" }
        var table = TextTable(["  client", "address", "lifetime", "left", "binding", "objects"], alignedRight: [2, 3])
        for client in clients {
            let objects = Set(client.paths.compactMap(\.object)).sorted().map(String.init).joined(separator: " ")
            table.add([
                (client.endpoint == current ? "* " : "  ") + Printable.escaped(client.endpoint), client.peer,
                "\(client.lifetime)", "\(Int(max(0, client.expires - now)))", client.binding, objects,
            ])
        }
        return table.text
    }

    private static func text(_ verbs: [ServerVerb]) -> String {
        let width = verbs.map(\.usage.count).max() ?? 0
        return verbs.map { $0.usage.padded(to: width + 2) + $0.page.summary }.joined(separator: "\n")
    }
}
