import CoAP
import LwM2M
import LwM2MOverCoAP

/// The connection to one server, with the exchanges over it and their lines in the log.
final class ServerLink {
    /// Called with the reason why the connection ended.
    var onFailure: ((String) -> Void)?

    // The client owns the session that owns the link; reference counting would cost a tenth of a request.
    private unowned(unsafe) let client: Client
    private let account: ServerAccount
    /// Whether messages get lines in the log.
    private let isLogged: Bool
    private let connection: any Connection
    private let endpoint: Endpoint
    /// Bytes of CoAP, without transport overhead.
    private(set) var sent = 0
    private(set) var received = 0
    /// Whether the link is suspended, with no traffic in either direction.
    private var isResting = false
    private var outcomes: [Token: (NotificationOutcome) -> Void] = [:]
    private var isClosed = false
    private var lastUnheard: MessageID?
    /// When the request being answered arrived, on the client's stopwatch.
    private var requestedAt = 0.0

    init(_ connection: any Connection, to account: ServerAccount, of client: Client) {
        self.client = client
        self.account = account
        isLogged = client.onEvent != nil && client.settings.logsMessages && client.connector.isOnWire(account)
        self.connection = connection
        endpoint = Endpoint(settings: client.settings.transmission, seed: client.nextSeed())
        endpoint.send = { [unowned(unsafe) self] datagram in transmit(datagram) }
        endpoint.onNotificationOutcome = { [unowned self] token, outcome in outcomes[token]?(outcome) }
        connection.onState = { [unowned self] state in
            if case .failed(let reason) = state { fail(reason) }
        }
        if case .failed(let reason) = connection.state { failsLater = reason }
    }

    /// Why a connection failed before `onFailure` could be called.
    private var failsLater: String?

    /// Whether nothing is under way.
    var isIdle: Bool { endpoint.isIdle }

    /// The number of the last notification or answer to Observe; another link for the same observations goes on from it.
    var lastObserveNumber: ObserveNumber {
        get { endpoint.lastObserveNumber }
        set { endpoint.lastObserveNumber = newValue }
    }

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

    /// Ends the connection; pending outcomes are no longer reported.
    func close() {
        isClosed = true
        connection.onDatagram = nil
        connection.onState = nil
        connection.close()
    }

    // MARK: - Datagrams

    /// Sets the closure that gets each datagram from the server and passes it to `receiveRequest`.
    func listen(_ onDatagram: @escaping ([UInt8]) -> Void) { connection.onDatagram = onDatagram }

    /// Handles a datagram from the server.
    ///
    /// - Returns: the request in it, to be passed to `settle` with its answer; nil if there is none.
    func receiveRequest(_ datagram: [UInt8]) -> IncomingRequest? {
        guard !isResting else {
            logUnheard(datagram)
            return nil
        }
        received += datagram.count
        client.onReceived?(datagram, account)
        let request = endpoint.receiveRequest(datagram, at: client.time)
        if isLogged, request != nil { requestedAt = client.stopwatch }
        return request
    }

    private func transmit(_ datagram: [UInt8]) {
        guard !isResting else { return }
        sent += datagram.count
        client.onSent?(datagram, account)
        connection.send(datagram)
    }

    // MARK: - Messages

    /// Sends a request; the completion gets the response, or nil if there is none.
    func send(_ request: CoAPRequest, _ completion: @escaping (Response?) -> Void) {
        let start = client.stopwatch
        endpoint.request(request, at: client.time) { [unowned self] outcome in
            guard !isClosed else { return }
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

    /// Sends a notification; the completion gets its outcome, but may never be called for a non-confirmable
    /// notification.
    func notify(_ notification: Notification, _ completion: @escaping (NotificationOutcome) -> Void) {
        let response =
            switch notification.content {
            case .node(let node):
                Response(
                    .content, contentFormat: notification.format,
                    payload: Representation.payload(of: node, at: notification.path, as: notification.format))
            case .end(let error): Response(error)
            }
        if isLogged {
            client.emit(
                .log(
                    .notified(
                        notification.path, as: notification.format, isConfirmable: notification.isConfirmable, response,
                        of: namedServer)))
            logPayload(response.payload, as: response.contentFormat, at: notification.path)
        }
        outcomes[notification.token] = completion
        endpoint.notify(
            CoAPResponse(response), token: notification.token, isConfirmable: notification.isConfirmable,
            at: client.time)
        if case .end = notification.content { outcomes[notification.token] = nil }
    }

    /// Forgets an observation that has ended.
    func forget(token: Token) {
        outcomes[token] = nil
        endpoint.forget(token)
    }

    // MARK: - Log

    /// Logs the lines for a message, the first one with the server if there is more than one.
    private func log(_ lines: () -> [String]) {
        guard isLogged else { return }
        for (number, line) in lines().enumerated() {
            client.log(number == 0 ? namedServer.map { "\(line) [\($0)]" } ?? line : line)
        }
    }

    /// The server, if there is more than one and a line must say which.
    private var namedServer: ShortServerID? { client.hasSeveralServers ? account.shortServerID : nil }

    /// Logs a payload in readable form, if that is wanted.
    private func logPayload(_ payload: [UInt8], as format: ContentFormat?, at path: Path?) {
        for line in client.payloadLines(payload, as: format, at: path) { client.log(line) }
    }

    /// Logs a request that arrived while the connection is suspended; once, however often the server repeats it.
    private func logUnheard(_ datagram: [UInt8]) {
        guard isLogged, let message = try? Message(decoding: datagram), message.code.isRequest,
            message.code.detail <= Code.delete.detail, message.id != lastUnheard
        else { return }
        lastUnheard = message.id
        let request = CoAPRequest(message.code, options: message.options, payload: message.payload)
        let why = client.isOnline ? "the client sleeps until its next message" : "there is no network"
        log { ["<- \(MessageText.text(of: request)) -> not heard: \(why)"] }
    }

    /// Answers a request.
    ///
    /// - Parameter reply: nil to ignore the request.
    func settle(_ incoming: IncomingRequest, _ reply: ServerReply?) {
        guard let reply else {
            log { ["<- \(MessageText.text(of: incoming.request)) -> ignored"] }
            return endpoint.settle(incoming, .ignore, at: client.time)
        }
        client.onAnswer?(account.shortServerID, reply.response)
        let answer = reply.response
        let response = CoAPResponse(answer)
        endpoint.settle(incoming, reply.isObserved ? .observe(response) : .respond(response), at: client.time)
        guard isLogged else { return }
        let request = incoming.request
        client.emit(
            .log(.answered(request, with: answer, after: client.stopwatch - requestedAt, of: namedServer)))
        guard client.settings.isVerbose else { return }
        let path = try? client.management.path(of: request)
        logPayload(request.payload, as: request.payloadFormat, at: path)
        logPayload(answer.payload, as: answer.contentFormat, at: path)
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

/// What happened to a connection to a server.
///
/// - Source: UBX-18068860 R09 §4.1.2.
package enum ConnectionChange: Hashable, Sendable {
    /// With the URI as Object 0 holds it.
    case created(uri: String)
    /// With the bytes of CoAP sent and received over it so far.
    case suspended(sent: Int, received: Int)
    /// With the URI as Object 0 holds it.
    case resumed(uri: String)
    /// With the bytes of CoAP sent and received over it in total.
    case closed(sent: Int, received: Int)
}
