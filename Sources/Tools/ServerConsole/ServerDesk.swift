import Console
package import JSON
package import LwM2M
package import LwM2MServer
package import Network
import Terminal
import Wording

/// Runs commands on a server, one after another, and reports what happens in the meantime.
package final class ServerDesk {
    let server: Server
    private let definitions: ServerDefinitions
    private let loop: EventLoop
    private let isJSON: Bool
    /// The longest time that a wait or an answer may take, in seconds.
    private let timeout: Double
    /// Shows a line on standard output.
    var show: (String) -> Void = { Output.line($0) }
    /// Receives what happens and what is answered, whatever is shown of it; nil if nobody looks.
    package var onReport: ((ServerReportLine) -> Void)?
    /// Called when there is nothing left to run.
    var onIdle: (() -> Void)?
    /// Called on `quit`.
    var onQuit: (() -> Void)?
    private(set) var hasFailed = false

    private var commands: [Queued] = []
    private var running: Running?
    private var current: String?
    /// The command that is being carried out.
    private var asked: Queued?
    /// Events for which no wait has been made yet, with their counts.
    private var unseen: [ServerEventKind: Int] = [:]

    /// A command that waits for its turn.
    private struct Queued {
        var command: ParsedCommand<ServerAction>
        /// The client that it is for, whatever `use` named; nil for that one.
        var client: String?
        /// What whoever asked knows it by.
        var tag: String?
    }

    /// A command in progress.
    private final class Running {
        let text: String
        let started: Double
        var deadline: Double
        /// What ends it besides an answer; nil if only an answer does.
        var isOver: (() -> Bool)?
        /// The outcome when its time is over.
        var tooLate: ServerOutcome

        init(_ text: String, started: Double, deadline: Double, tooLate: ServerOutcome) {
            self.text = text
            self.started = started
            self.deadline = deadline
            self.tooLate = tooLate
        }
    }

    package init(_ server: Server, _ definitions: ServerDefinitions, on loop: EventLoop, isJSON: Bool, timeout: Double)
    {
        self.server = server
        self.definitions = definitions
        self.loop = loop
        self.isJSON = isJSON
        self.timeout = timeout
        server.onEvent = { [unowned self] event in take(event) }
        loop.addDeadlines(
            next: { [unowned self] in running?.deadline }, advance: { [unowned self] now in advance(to: now) })
    }

    /// Whether nothing is running or waiting to run.
    var isIdle: Bool { running == nil && commands.isEmpty }

    /// Runs the commands of a line after the previous ones.
    ///
    /// - Parameters:
    ///   - client: the one to ask; nil for that of `use`, or the only one.
    ///   - tag: comes back with the reports of the answers.
    package func run(_ line: String, for client: String? = nil, tag: String? = nil) {
        commands += ServerVerb.parse(line).map { Queued(command: $0, client: client, tag: tag) }
        next()
    }

    /// Called with each message to or from a peer, as it is without protection; nil if nobody looks.
    package var onMessage: ((ServerMessage) -> Void)? {
        didSet {
            guard let onMessage else {
                server.onTrace = nil
                return
            }
            server.onTrace = { peer, trace in
                if let message = ServerMessage(trace, peer: peer) { onMessage(message) }
            }
        }
    }

    /// What is known of an Object; nil for an unknown one.
    package func definition(of object: ObjectID) -> ObjectDefinition? { definitions[object] }

    /// Reports something that no command asked for.
    package func say(_ text: String, _ json: JSONValue) {
        onReport?(ServerReportLine(text: text, json: json))
        show(isJSON ? json.text : "! " + text)
    }

    /// The registered clients.
    package var clients: [RegisteredClient] { server.registrations }

    /// Whether it can bootstrap clients.
    package var bootstraps: Bool { !server.settings.bootstrap.isEmpty }

    /// What a client is asked to notify of.
    package func observedPaths(of client: RegisteredClient) -> [Path] { server.observedPaths(of: client.endpoint) }

    /// Whether few enough commands wait for another one.
    package var takesMore: Bool { commands.count < 100 }

    private func take(_ event: Server.Event) {
        say(event.text(definitions), event.json(definitions))
        if let kind = ServerEventKind(event) { unseen[kind, default: 0] += 1 }
        if let running, running.isOver?() == true { finish(running, .waited) }
    }

    private func advance(to now: Double) {
        guard let running, running.deadline <= now else { return }
        finish(running, running.tooLate)
    }

    // MARK: - Commands

    private func next() {
        while running == nil, !commands.isEmpty {
            asked = commands.removeFirst()
            guard let next = asked?.command else { return }
            switch next.command {
            case .failure(let error): report(.console(.malformed(error)), next.text)
            case .success(let action):
                do {
                    try begin(action, next.text)
                } catch let error as ConsoleError {
                    report(.console(.malformed(error)), next.text)
                } catch let error as LwM2MError {
                    report(.failed(error.message), next.text)
                } catch {
                    report(.failed("\(error)"), next.text)
                }
            }
        }
        if isIdle { onIdle?() }
    }

    private func begin(_ action: ServerAction, _ text: String) throws {
        switch action {
        case .clients: report(.clients(server.registrations, current: current, now: loop.now), text)
        case .use(let client):
            guard server.registrations.contains(where: { $0.endpoint == client }) else {
                throw LwM2MError(.notFound, "no client '\(client)' is registered")
            }
            current = client
            report(.using(client), text)
        case .help(let name):
            let verbs = ServerVerb.allCases.filter { name == nil || $0.name == name }
            report(verbs.isEmpty ? .failed("there is no command '\(name ?? "")'") : .help(verbs), text)
        case .quit:
            commands = []
            report(.quit, text)
            onQuit?()
        case .sleep(let seconds): start(text, seconds: seconds, tooLate: .waited)
        case .wait(let kind, let seconds): wait(kind, seconds, text)
        case .bootstrap(let client):
            try server.bootstrap(client)
            report(.waited, text)
        case .forget(let path):
            try server.forgetObserve(path, of: try client())
            report(.console(.done(.changed, path)), text)
        case .ask(let question): try ask(question, text)
        }
    }

    /// Sends a request to a client; the command ends with the answer.
    private func ask(_ question: ClientQuestion, _ text: String) throws {
        let client = try client()
        let path = question.path
        let send: (@escaping (ClientAnswer) -> Void) throws -> Void
        switch question {
        case .observe(let path, let format):
            send = { [server] in try server.observe(path, as: format, of: client, answer: $0) }
        case .cancel(let path):
            send = { [server] in try server.cancelObserve(path, of: client, answer: $0) }
        case .object(let command, let format):
            let request = try Request(command, as: format, definitions)
            send = { [server] in try server.send(request, to: client, answer: $0) }
        case .replace(let path, let assignments, let format):
            let payload = try RequestPayload(assignments, for: path, as: format, definitions[path])
            let request = Request.write(path, payload.bytes, as: payload.format, mode: .replace)
            send = { [server] in try server.send(request, to: client, answer: $0) }
        case .writeAttributes(let path, let attributes):
            send = { [server] in try server.send(.writeAttributes(path, attributes), to: client, answer: $0) }
        }
        let running = start(
            text, seconds: timeout, tooLate: .failed("no answer from \(client) in \(Int(timeout)) s"))
        do {
            try send { [weak self, weak running] answer in
                guard let self, let running, self.running === running else { return }
                let outcome = answer.response.map { ServerOutcome($0, at: path, self.definitions) }
                finish(running, outcome ?? .failed("\(client): \(answer.failure)"), answer.duration)
            }
        } catch {
            self.running = nil
            throw error
        }
    }

    private func wait(_ kind: ServerEventKind?, _ seconds: Double?, _ text: String) {
        let time = seconds ?? timeout
        let wanted = kind.map { "nothing came to wait for (\($0.rawValue))" } ?? "no client registered"
        let running = start(text, seconds: time, tooLate: .failed("\(wanted) in \(Digits.brief(time)) s"))
        running.isOver = { [unowned self] in
            guard let kind else { return server.registrationCount > 0 }
            guard let count = unseen[kind], count > 0 else { return false }
            unseen[kind] = count - 1
            return true
        }
        if running.isOver?() == true { finish(running, .waited) }
    }

    /// The client to ask: the named one, or the only one.
    private func client() throws(LwM2MError) -> String {
        if let name = asked?.client {
            guard server.registrations.contains(where: { $0.endpoint == name }) else {
                throw LwM2MError(.notFound, "no client '\(name)' is registered")
            }
            return name
        }
        if let current { return current }
        let names = server.registrations.map(\.endpoint)
        guard let name = names.first else {
            throw LwM2MError(.notFound, "no client is registered; wait waits for one")
        }
        guard names.count == 1 else {
            throw LwM2MError(.notFound, "name one of the clients with use: \(names.joined(separator: ", "))")
        }
        return name
    }

    @discardableResult
    private func start(_ text: String, seconds: Double, tooLate: ServerOutcome) -> Running {
        let now = loop.now
        let made = Running(text, started: now, deadline: now + seconds, tooLate: tooLate)
        running = made
        return made
    }

    /// Leaves undone what is running or waiting to run.
    ///
    /// - Returns: whether there was anything.
    func breakOff() -> Bool {
        guard !isIdle else { return false }
        commands = []
        if let running { finish(running, .failed(CommandsEnd.words(after: loop.now - running.started))) }
        return true
    }

    private func finish(_ command: Running, _ outcome: ServerOutcome, _ seconds: Double? = nil) {
        running = nil
        report(outcome, command.text, seconds)
        next()
    }

    private func report(_ outcome: ServerOutcome, _ command: String, _ seconds: Double? = nil) {
        hasFailed = hasFailed || outcome.isFailure
        if let onReport {
            // What is written to Object 0 may be a key.
            let words = command.split(separator: " ")
            let isSecret = words.contains { $0 == "/0" || $0.hasPrefix("/0/") }
            let shown = isSecret ? words.prefix(2).joined(separator: " ") : command
            let client = seconds == nil ? asked?.client : try? client()
            onReport(
                ServerReportLine(
                    text: outcome.text, json: outcome.json(command: shown, client: client, seconds: seconds),
                    command: shown, isFailure: outcome.isFailure, tag: asked?.tag))
        }
        if isJSON {
            let client = seconds == nil ? nil : try? client()
            show(outcome.json(command: command, client: client, seconds: seconds).text)
        } else if !outcome.text.isEmpty {
            show(outcome.text)
        }
    }
}

/// Something that happened at a server, or an answer, for people and for programs.
package struct ServerReportLine {
    /// For people; may be several lines.
    package var text: String
    package var json: JSONValue
    /// What was asked for, without keys; nil for what happened by itself.
    package var command: String?
    package var isFailure = false
    /// What whoever asked knows it by.
    package var tag: String?
}
