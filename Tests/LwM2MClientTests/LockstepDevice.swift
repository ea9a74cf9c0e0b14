import CoAP
import LwM2M
import LwM2MClient
import LwM2MOverCoAP

/// A client on a data model, a server that the test plays, and a clock that the test moves.
final class LockstepDevice {
    let model: MemoryModel
    let server = LockstepServer()
    private(set) var client: Client!
    private(set) var time = 0.0
    /// What the client reported, in words, without its log.
    private(set) var events: [String] = []
    private(set) var log: [String] = []
    private var nextID: UInt16 = 1000

    init(_ model: MemoryModel, settings: (inout ClientSettings) -> Void = { _ in }) {
        self.model = model
        var clientSettings = ClientSettings(endpoint: "urn:imei:004999010640000", seed: 7)
        settings(&clientSettings)
        client = Client(model, settings: clientSettings, connector: server, clock: { [unowned self] in time })
        client.onEvent = { [unowned self] event in note(event) }
        model.onChange = { [unowned self] change in client.changed(change) }
    }

    /// Starts the client and lets it send its first messages.
    func start(registrations: [ShortServerID: Double] = [:]) {
        client.start(registrations: registrations)
        client.advance(to: time)
    }

    /// Starts the client and acknowledges its Register.
    @discardableResult
    func register(at location: [String] = ["rd", "x"]) -> LockstepDevice {
        start()
        reply(.created, location: location)
        events = []
        return self
    }

    // MARK: - Time

    /// Lets time pass, with all that comes due in it at its own moment.
    func advance(by seconds: Double) {
        let end = time + seconds
        var steps = 0
        while let deadline = client.nextDeadline, deadline <= end {
            precondition(steps < 100_000, "the client is never done: its deadline stays at \(deadline)")
            time = max(time, deadline)
            client.advance(to: time)
            steps += 1
        }
        time = end
        client.advance(to: time)
    }

    // MARK: - Messages

    /// The connection that was opened last.
    var connection: LockstepConnection? { server.connections.last }

    /// Takes what the client sent next, in words; nil for nothing.
    @discardableResult
    func take(on connection: LockstepConnection? = nil) -> String? {
        (connection ?? self.connection)?.take().map(Self.text)
    }

    /// Takes all that the client sent, in words.
    @discardableResult
    func takeAll(on connection: LockstepConnection? = nil) -> [String] {
        var lines: [String] = []
        while let line = take(on: connection) { lines.append(line) }
        return lines
    }

    /// Takes the next message of the client and answers it in its acknowledgement.
    @discardableResult
    func reply(
        _ code: Code, location: [String] = [], on connection: LockstepConnection? = nil
    ) -> String? {
        guard let connection = connection ?? self.connection, let message = connection.take() else { return nil }
        var options = Options()
        for segment in location { options.add(Option(.locationPath, segment)) }
        deliver(
            Message(.acknowledgement, code, id: message.id, token: message.token, options: options), on: connection)
        return Self.text(message)
    }

    /// Asks something of the client; its answer is to be taken.
    func ask(
        _ message: CoAPRequest, token: UInt8 = 0x77, on connection: LockstepConnection? = nil
    ) {
        nextID += 1
        deliver(
            Message(
                .confirmable, message.method, id: MessageID(nextID), token: Token([token]), options: message.options,
                payload: message.payload), on: connection)
    }

    /// Asks something of the client and takes its answer, in words.
    func asking(
        _ message: CoAPRequest, token: UInt8 = 0x77, on connection: LockstepConnection? = nil
    ) -> String? {
        ask(message, token: token, on: connection)
        return take(on: connection)
    }

    func deliver(_ message: Message, on connection: LockstepConnection? = nil) {
        (connection ?? self.connection)?.deliver(message)
        client.advance(to: time)
    }

    /// Takes the events so far.
    func takeEvents() -> [String] {
        defer { events = [] }
        return events
    }

    // MARK: - Words

    /// `CON POST /rd?ep=x link-format "</1/0>"`, `ACK 2.05 json "..."`.
    static func text(_ message: Message) -> String {
        let type =
            switch message.type {
            case .confirmable: "CON"
            case .nonConfirmable: "NON"
            case .acknowledgement: "ACK"
            case .reset: "RST"
            }
        guard message.code != .empty else { return type }
        var text = type
        if message.code.isRequest {
            let request = CoAPRequest(message.code, options: message.options)
            let methods = ["", "GET", "POST", "PUT", "DELETE"]
            text += " \(methods[Int(min(message.code.rawValue, 4))]) /" + request.path.joined(separator: "/")
            if !request.queries.isEmpty { text += "?" + request.queries.joined(separator: "&") }
        } else {
            text += " \(message.code)"
            let location = message.options.texts(.locationPath)
            if !location.isEmpty { text += " /" + location.joined(separator: "/") }
        }
        if message.options[.observe] != nil { text += " observe" }
        if let format = message.options.uint(.contentFormat) {
            text += " \(ContentFormat(rawValue: UInt16(truncatingIfNeeded: format)))"
        }
        if !message.payload.isEmpty { text += " " + String(decoding: message.payload, as: UTF8.self) }
        return text
    }

    private func note(_ event: ServerEvent) {
        switch event {
        case .state(let server, let state): events.append("\(server) \(state)")
        case .timeLeft(let server, let seconds): events.append("\(server) left \(seconds)")
        case .notification(let server, let path): events.append("\(server) notify \(path)")
        case .connection(let server, .created(let uri)): events.append("\(server) created \(uri)")
        case .connection(let server, .suspended): events.append("\(server) suspended")
        case .connection(let server, .resumed(let uri)): events.append("\(server) resumed \(uri)")
        case .connection(let server, .closed): events.append("\(server) closed")
        case .acknowledged, .forgotten: break
        case .bootstrapped: events.append("bootstrapped")
        case .log(let line): log.append(line.text)
        }
    }
}
