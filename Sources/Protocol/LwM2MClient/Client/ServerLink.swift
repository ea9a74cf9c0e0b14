import CoAP
import LwM2M
import LwM2MOverCoAP

/// The connection to one server with the exchanges over it, and their lines in the log.
final class ServerLink {
    /// Answers a request of the server; nil if it is to be ignored.
    var onRequest: ((CoAPRequest, Token) -> ServerReply?)?
    /// Hears why the connection ended.
    var onFailure: ((String) -> Void)?

    private unowned let client: Client
    private let account: ServerAccount
    /// Whether messages have their lines in the log.
    private let isLogged: Bool
    private let connection: any Connection
    private let endpoint: Endpoint
    /// Bytes of CoAP, without the transport's own.
    private(set) var sent = 0
    private(set) var received = 0
    /// Whether nothing goes either way.
    private var isResting = false
    private var outcomes: [Token: (NotificationOutcome) -> Void] = [:]
    private var isClosed = false
    private var lastUnheard: MessageID?

    init(_ connection: any Connection, to account: ServerAccount, of client: Client) {
        self.client = client
        self.account = account
        isLogged = client.onEvent != nil && client.settings.logsMessages && client.connector.isOnWire(account)
        self.connection = connection
        endpoint = Endpoint(settings: client.settings.transmission, seed: client.nextSeed())
        endpoint.send = { [unowned self] datagram in transmit(datagram) }
        endpoint.onRequest = { [unowned self] request in handle(request) }
        endpoint.onNotificationOutcome = { [unowned self] token, outcome in outcomes[token]?(outcome) }
        connection.onDatagram = { [unowned self] datagram in receive(datagram) }
        connection.onState = { [unowned self] state in
            if case .failed(let reason) = state { fail(reason) }
        }
        if case .failed(let reason) = connection.state { failsLater = reason }
    }

    /// A connection that failed before anyone could hear of it.
    private var failsLater: String?

    /// Whether nothing is under way.
    var isIdle: Bool { endpoint.isIdle }

    // MARK: - Time

    var nextDeadline: Double? {
        if failsLater != nil { return -.infinity }
        return isResting ? nil : endpoint.nextDeadline
    }

    func advance(to time: Double) {
        if let reason = failsLater {
            failsLater = nil
            return fail(reason)
        }
        if let due = endpoint.nextDeadline, due <= time { endpoint.advance(to: time) }
    }

    private func fail(_ reason: String) {
        guard !isClosed else { return }
        onFailure?(reason)
    }

    // MARK: - State

    func rest() { isResting = true }

    func resume() { isResting = false }

    /// Ends the connection; outcomes that are still to come are not heard any more.
    func close() {
        isClosed = true
        connection.onDatagram = nil
        connection.onState = nil
        connection.close()
    }

    // MARK: - Datagrams

    private func receive(_ datagram: [UInt8]) {
        guard !isResting else { return logUnheard(datagram) }
        received += datagram.count
        client.onReceived?(datagram.count)
        endpoint.receive(datagram, at: client.time)
    }

    private func transmit(_ datagram: [UInt8]) {
        guard !isResting else { return }
        sent += datagram.count
        client.onSent?(datagram.count)
        connection.send(datagram)
    }

    // MARK: - Messages

    /// Sends a request; the response comes to the completion, nil if there is none.
    func send(_ request: CoAPRequest, _ completion: @escaping (Response?) -> Void) {
        let start = client.stopwatch
        endpoint.request(request, at: client.time) { [weak self] outcome in
            guard let self, !isClosed else { return }
            let response = outcome.response.map { Response($0) }
            log {
                let answer = response.map(MessageText.text) ?? "\(outcome)"
                return [
                    "-> \(MessageText.text(of: request)) -> \(answer) \(MessageText.duration(client.stopwatch - start))"
                ] + client.payloadLines(request.payload, as: request.payloadFormat, at: nil)
            }
            completion(response)
        }
    }

    /// Sends a notification; the completion hears what became of it, which of one that needs no confirmation may be
    /// nothing.
    func notify(_ notification: Notification, _ completion: @escaping (NotificationOutcome) -> Void) {
        let response =
            switch notification.content {
            case .node(let node):
                Response(
                    .content, contentFormat: notification.format,
                    payload: Representation.payload(of: node, at: notification.path, as: notification.format))
            case .end(let error): Response(error)
            }
        log {
            let kind = notification.isConfirmable ? "con" : "non"
            return [
                "-> notify \(notification.path) \(notification.format) \(kind) -> \(MessageText.text(of: response))"
            ]
                + client.payloadLines(response.payload, as: response.contentFormat, at: notification.path)
        }
        outcomes[notification.token] = completion
        endpoint.notify(
            CoAPResponse(response), token: notification.token, isConfirmable: notification.isConfirmable,
            at: client.time)
        if case .end = notification.content { outcomes[notification.token] = nil }
    }

    /// Forgets an observation that is over.
    func forget(token: Token) {
        outcomes[token] = nil
        endpoint.forget(token)
    }

    // MARK: - Log

    /// Logs the lines for a message, the first one with the server where there is more than one.
    private func log(_ lines: () -> [String]) {
        guard isLogged else { return }
        for (number, line) in lines().enumerated() {
            client.log(number == 0 && client.hasSeveralServers ? "\(line) [\(account.shortServerID)]" : line)
        }
    }

    /// Logs a request that came while the connection rests; once, however often the server repeats it.
    private func logUnheard(_ datagram: [UInt8]) {
        guard isLogged, let message = try? Message(decoding: datagram), message.code.isRequest,
            message.code.detail <= Code.delete.detail, message.id != lastUnheard
        else { return }
        lastUnheard = message.id
        let request = CoAPRequest(message.code, options: message.options, payload: message.payload)
        let why = client.isOnline ? "the client sleeps until its next message" : "there is no network"
        log { ["<- \(MessageText.text(of: request)) -> not heard: \(why)"] }
    }

    private func handle(_ incoming: IncomingRequest) -> RequestHandling {
        let request = incoming.request
        let start = client.stopwatch
        guard let reply = onRequest?(request, incoming.token) else {
            log { ["<- \(MessageText.text(of: request)) -> ignored"] }
            return .ignore
        }
        client.onAnswer?(account.shortServerID, reply.response)
        log {
            let path = try? client.management.path(of: request)
            return [
                "<- \(MessageText.text(of: request)) -> \(MessageText.text(of: reply.response)) "
                    + MessageText.duration(client.stopwatch - start)
            ]
                + client.payloadLines(request.payload, as: request.payloadFormat, at: path)
                + client.payloadLines(reply.response.payload, as: reply.response.contentFormat, at: path)
        }
        let response = CoAPResponse(reply.response)
        return reply.isObserved ? .observe(response) : .respond(response)
    }
}

/// The answer to a request, and whether it begins an observation.
struct ServerReply {
    let response: Response
    let isObserved: Bool

    init(_ response: Response, isObserved: Bool = false) {
        self.response = response
        self.isObserved = isObserved
    }
}

/// What became of a connection to a server.
///
/// - Source: UBX-18068860 R09 §4.1.2.
package enum ConnectionChange: Hashable, Sendable {
    /// With the URI as Object 0 holds it.
    case created(uri: String)
    /// With the bytes of CoAP that went over it so far.
    case suspended(sent: Int, received: Int)
    /// With the URI as Object 0 holds it.
    case resumed(uri: String)
    /// With the bytes of CoAP that went over it in all.
    case closed(sent: Int, received: Int)
}
