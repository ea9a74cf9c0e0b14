package import HTTP
import JSON
import LwM2M
import LwM2MServer
package import Network
package import ServerConsole

/// The page that shows a server: its clients with their Objects, what they tell, each operation, and each message.
package final class ServerPage {
    /// Its address, with the token without which nobody sees it.
    package var url: String { server.url }

    private let server: PageServer
    private let desk: ServerDesk
    private let program: String
    private let loop: EventLoop
    private let start: Double
    private var screen = MessageKeyScreen()
    private static let mostClients = 2000

    /// Listens at once.
    ///
    /// - Parameters:
    ///   - desk: carries out the commands, after those of the prompt.
    ///   - program: its name and version, for the page.
    /// - throws: why it cannot listen there.
    package init(
        at place: ListeningPlace, _ desk: ServerDesk, program: String, on loop: EventLoop
    ) throws(HTTPError) {
        server = try PageServer(place, kind: "server", on: loop)
        (self.desk, self.program, self.loop) = (desk, program, loop)
        start = loop.now
        server.onWatched = { [unowned self] isWatched in
            desk.onReport = isWatched ? { [unowned self] report in add(report) } : nil
            desk.onMessage = isWatched ? { [unowned self] message in add(message) } : nil
            if !isWatched { screen = MessageKeyScreen() }
        }
        server.sign = { [unowned self] in "{\"now\":\(loop.now - start)}" }
        server.onRequest = { [unowned self] path, request in answer(path, request) }
    }

    // MARK: - What happens

    private var time: JSONValue { .number(((loop.now - start) * 1000).rounded() / 1000) }

    private func add(_ report: ServerReportLine) {
        let text = PageText.shortened(report.text)
        server.add(
            .members([
                "t": time, "k": report.command == nil ? "event" : "answer",
                "command": report.command.map { .string($0) }, "text": .string(text), "json": report.json,
                "failed": report.isFailure ? .boolean(true) : nil, "tag": report.tag.map { .string($0) },
            ]))
    }

    private func add(_ message: ServerMessage) {
        let shown = screen.shown(message.bytes, of: message.peer, isSent: message.isSent)
        server.add(
            .members([
                "t": time, "k": "coap", "out": .boolean(message.isSent), "peer": .string(message.peer),
                "data": .string(Base64.text(of: shown.bytes)),
                "hidden": shown.hidden > 0 ? .integer(Int64(shown.hidden)) : nil,
                "repeated": message.isRepeated ? .boolean(true) : nil,
            ]))
    }

    // MARK: - What is asked for

    private func answer(_ path: String, _ request: HTTPRequest) -> HTTPAnswer {
        switch (path, request.isPost) {
        case ("clients", false): return .json(clients)
        case ("object", false):
            guard let id = request.parameter("id").flatMap({ ObjectID($0) }) else {
                return .words(400, "an Object is named by its id, 3300")
            }
            return .json(desk.definition(of: id)?.json() ?? .null)
        case ("run", true):
            guard let line = String(validating: request.body, as: UTF8.self) else {
                return .words(400, "a line is UTF-8")
            }
            guard desk.takesMore else { return .words(429, "too many commands wait") }
            desk.run(
                line, for: request.parameter("client"), tag: request.parameter("tag").map { String($0.prefix(40)) })
            return .json(.members(["as": "server", "answers": .array([])]))
        default: return .notFound
        }
    }

    private var clients: JSONValue {
        let now = loop.now
        let clients = desk.clients
        return .members([
            "program": .string(program), "now": .number(now - start), "count": .integer(Int64(clients.count)),
            "bootstraps": .boolean(desk.bootstraps),
            "clients": .array(
                clients.prefix(Self.mostClients).map { client in
                    .members([
                        "name": .string(client.endpoint), "peer": .string(client.peer),
                        "lifetime": .integer(Int64(client.lifetime)), "binding": .string(client.binding),
                        "expires": .number(client.expires - start), "updated": .number(client.updated - start),
                        "paths": .array(client.paths.map { .string("\($0)") }),
                        "findings": .array(client.findings.map { .string($0) }),
                        "observes": .array(desk.observedPaths(of: client).map { .string("\($0)") }),
                    ])
                }),
        ])
    }
}

extension ObjectDefinition {
    /// Everything that it says, for a page.
    ///
    /// - Parameters: what a module has of it; nil for a definition alone.
    func json(file: String? = nil, instances: [ObjectInstanceID]? = nil) -> JSONValue {
        .members([
            "id": .integer(Int64(id)), "name": .string(name), "version": .string(objectVersion),
            "file": file.map { .string($0) }, "multiple": .boolean(isMultiple),
            "instances": instances.map { .array($0.map { .integer(Int64($0)) }) },
            "resources": .array(resources.sorted { $0.id < $1.id }.map(\.json)),
        ])
    }
}

extension ResourceDefinition {
    /// Everything that it says, for a page.
    var json: JSONValue {
        .members([
            "id": .integer(Int64(id)), "name": .string(name), "ops": .string("\(operations)"),
            "type": .string(type.rawValue), "unit": .string(units), "range": .string(rangeEnumeration),
            "multiple": .boolean(isMultiple), "mandatory": .boolean(isMandatory),
            "about": description.isEmpty ? nil : .string(description),
        ])
    }
}
