package import Console
import Emulator
package import HTTP
import JSON
package import LiveModule
import LwM2M
import LwM2MClient
package import Network
import Products

/// The page that shows a module and acts on it.
package final class ModulePage {
    /// Its address, with the token without which nobody sees it.
    package var url: String { server.url }

    private let server: PageServer
    private let recorder: ModuleRecorder
    private let commands: PageCommands
    private let drop: PageDrop
    private let view: ModuleView
    private let run: ModuleRun
    private let wire: ServerWire
    private var reader: Int?
    /// How the module was when the first page was opened.
    private var beginning = DeedRecord.Beginning()

    /// Listens at once.
    ///
    /// - Parameters:
    ///   - session: carries out commands; it is the page's alone.
    ///   - program: its name and version, for the page.
    /// - throws: why it cannot listen there.
    package init(
        at place: ListeningPlace, _ run: ModuleRun, _ wire: ServerWire, _ recorder: ModuleRecorder,
        session: ConsoleSession, program: String, on loop: EventLoop
    ) throws(HTTPError) {
        server = try PageServer(place, kind: "module", on: loop)
        self.recorder = recorder
        self.run = run
        self.wire = wire
        commands = PageCommands(session, run, recorder)
        drop = PageDrop(run.module, recorder)
        view = ModuleView(run: run, client: wire.client, program: program)
        server.onWatched = { [unowned self] isWatched in follow(isWatched) }
        server.sign = { [unowned run] in "{\"now\":\(run.module.now)}" }
        server.onRequest = { [unowned self] path, request in answer(path, request) }
    }

    deinit { follow(false) }

    private func follow(_ isWatched: Bool) {
        if isWatched {
            if reader == nil { beginning = DeedRecord.Beginning(run, wire.client) }
            reader = reader ?? recorder.addReader { [unowned server] entry in server.add(entry) }
        } else if let reader {
            recorder.removeReader(reader)
            self.reader = nil
        }
    }

    private func answer(_ path: String, _ request: HTTPRequest) -> HTTPAnswer {
        switch (path, request.isPost) {
        case ("module", false): return .json(view.json)
        case ("objects", false): return .json(view.objects)
        case ("rules", false):
            guard let path = try? Path(parsing: request.parameter("path") ?? "") else {
                return .words(400, "a path is written as /3300/0/5700")
            }
            return .json(view.rules(at: path))
        case ("record.html", false):
            return HTTPAnswer(
                type: "text/html; charset=utf-8",
                bytes: ModuleRecording.html(server.timeline, view, objects: view.objects, values: view.values)
            ).named("run.html")
        case ("timeline.pcapng", false):
            let bytes = RecordedMessage.pcapng(
                recorder.messages, program: view.program, offset: Double(run.module.unixTime) - run.module.now)
            return HTTPAnswer(type: "application/x-pcapng", bytes: bytes).named("run.pcapng")
        case ("run.scenario", false):
            let text = recorder.deeds.text(beginning, program: view.program)
            return HTTPAnswer(type: "text/plain; charset=utf-8", body: text).named("run.scenario")
        case ("run", true): return commands.answer(request)
        case ("drop", true): return drop.answer(request)
        case ("time", true): return passTime(request)
        default: return .notFound
        }
    }

    /// Another speed, or some seconds at once.
    private func passTime(_ request: HTTPRequest) -> HTTPAnswer {
        if let speed = request.parameter("speed").flatMap(Double.init), (0.001...100_000).contains(speed) {
            run.setSpeed(speed)
            recorder.deeds.add(speed: speed)
            recorder.add("note", ["text": .string("the module's time goes \(speed) times as fast as here")])
        } else if let seconds = request.parameter("step").flatMap(Double.init), (0.001...86_400).contains(seconds) {
            recorder.deeds.tellURCs()
            let start = run.module.now
            run.step(seconds)
            recorder.deeds.add(step: seconds, from: start, to: run.module.now)
            recorder.add("note", ["text": .string("\(seconds) s of the module's time have passed at once")])
        } else {
            return .words(400, "time has a speed from 0.001 to 100000, or a step from 0.001 to 86400 seconds")
        }
        return .json(.members(["now": .number(run.module.now)]))
    }
}

extension DeedRecord.Beginning {
    /// A module as it is now.
    fileprivate init(_ run: ModuleRun, _ client: WireClient) {
        self.init()
        let module = run.module
        let plain = ModuleConfiguration(product: module.product)
        options = ["--product", module.product.name, "--profile", "\(module.profile)"]
        if let folder = module.folder { options += ["--objects", folder] }
        if module.servesAllObjects { options.append("--all-objects") }
        if let account = client.settings.account {
            options += ["--server", "\(account.address)", "--ssid", "\(account.shortServerID)"]
            if account.address.isSecure { options += ["--psk", "KEY"] }
        }
        if module.imei != plain.imei { lines.append("set imei \(module.imei)") }
        if module.sim != plain.sim { lines.append("sim " + (module.sim.map(\.imsi) ?? "remove")) }
        speed = run.speed
    }
}

extension HTTPAnswer {
    /// The same as a file to be kept.
    fileprivate func named(_ name: String) -> HTTPAnswer {
        var answer = self
        answer.headers.append(("Content-Disposition", "attachment; filename=\"\(name)\""))
        return answer
    }

    static func json(_ value: JSONValue) -> HTTPAnswer { HTTPAnswer(type: "application/json", body: value.text) }
}
