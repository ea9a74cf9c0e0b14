package import Console
import Emulator
package import HTTP
import JSON
package import LiveModule
import LwM2M
package import Network

/// The page that shows a module and acts on it.
package final class ModulePage {
    /// Its address, with the token without which nobody sees it.
    package var url: String { server.url }

    private let server: PageServer
    private let recorder: ModuleRecorder
    private let commands: PageCommands
    private let view: ModuleView

    /// Listens at once.
    ///
    /// - Parameters:
    ///   - session: carries out commands; it is the page's alone.
    ///   - program: its name and version, for the page.
    /// - throws: why it cannot listen there.
    package init(
        at place: ListeningPlace, _ run: ModuleRun, _ wire: ServerWire, session: ConsoleSession, program: String,
        on loop: EventLoop
    ) throws(HTTPError) {
        server = try PageServer(place, kind: "module", on: loop)
        recorder = ModuleRecorder(run, wire.client)
        commands = PageCommands(session, run, recorder)
        view = ModuleView(run: run, client: wire.client, program: program)
        recorder.onEntry = { [unowned server] entry in server.add(entry) }
        server.onWatched = { [unowned recorder] isWatched in isWatched ? recorder.start() : recorder.stop() }
        server.sign = { [unowned run] in "{\"now\":\(run.module.now)}" }
        server.onRequest = { [unowned self] path, request in answer(path, request) }
    }

    private func answer(_ path: String, _ request: HTTPRequest) -> HTTPAnswer {
        switch (path, request.isPost) {
        case ("module", false): return .json(view.json)
        case ("objects", false): return .json(view.objects)
        case ("run", true): return commands.answer(request)
        default: return .notFound
        }
    }
}

extension HTTPAnswer {
    static func json(_ value: JSONValue) -> HTTPAnswer { HTTPAnswer(type: "application/json", body: value.text) }
}
