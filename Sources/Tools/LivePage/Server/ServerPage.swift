package import HTTP
import JSON
import LwM2MServer
package import Network
package import ServerConsole

/// The page that shows a server: its clients with their Objects, what they tell, and each operation.
package final class ServerPage {
    /// Its address, with the token without which nobody sees it.
    package var url: String { server.url }

    private let server: PageServer
    private let desk: ServerDesk
    private let program: String
    private let loop: EventLoop
    private let start: Double

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
        }
        server.sign = { [unowned self] in "{\"now\":\(loop.now - start)}" }
        server.onRequest = { [unowned self] path, request in answer(path, request) }
    }

    private func add(_ report: ServerReportLine) {
        let time = ((loop.now - start) * 1000).rounded() / 1000
        server.add(
            .members([
                "t": .number(time), "k": report.command == nil ? "event" : "answer",
                "command": report.command.map { .string($0) }, "text": .string(report.text), "json": report.json,
                "failed": report.isFailure ? .boolean(true) : nil,
            ]))
    }

    private func answer(_ path: String, _ request: HTTPRequest) -> HTTPAnswer {
        switch (path, request.isPost) {
        case ("clients", false): return .json(clients)
        case ("run", true):
            guard let line = String(validating: request.body, as: UTF8.self) else {
                return .words(400, "a line is UTF-8")
            }
            guard desk.takesMore else { return .words(429, "too many commands wait") }
            desk.run(line)
            return .json(.members(["as": "server", "answers": .array([])]))
        default: return .notFound
        }
    }

    private var clients: JSONValue {
        let now = loop.now
        return .members([
            "program": .string(program), "now": .number(now - start),
            "clients": .array(
                desk.clients.map { client in
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
