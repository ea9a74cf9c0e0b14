import CoAP
import LwM2M
import LwM2MClient
import LwM2MOverCoAP

/// Servers that answer each message of the client at once, as the test says, and a count of the messages.
final class PlayedServers: ServerConnector {
    /// What becomes of a request of the client.
    enum Reply {
        case code(Code, location: [String] = [])
        case silence
        case garbage([UInt8])
        /// The connection is lost.
        case loss
        /// The code, and then the connection is lost.
        case codeAndLoss(Code, location: [String] = [])
    }

    /// What becomes of a request; the request is in words, as `LockstepDevice` has them.
    var onRequest: (Message) -> Reply = { _ in .silence }
    /// Whether no connection comes about: it fails before it opens.
    var refusesConnections = false
    /// What `connect` throws; nil for nothing.
    var error: ServerAccountError?
    private(set) var connections: [LockstepConnection] = []
    /// Datagrams of the client, and attempts to connect.
    private(set) var messages = 0

    func connect(to account: ServerAccount) throws(ServerAccountError) -> any Connection {
        messages += 1
        if let error { throw error }
        let connection = LockstepConnection(peer: account.uri)
        if refusesConnections { connection.fail("connection refused") }
        connections.removeAll { $0.isClosed }
        connections.append(connection)
        return connection
    }

    /// Takes what the client sent, and answers it; whether there was something.
    @discardableResult
    func serve() -> Bool {
        var hasServed = false
        for connection in connections where !connection.isClosed {
            while let message = connection.take() {
                hasServed = true
                messages += 1
                guard message.code.isRequest else { continue }
                switch onRequest(message) {
                case .code(let code, let location): answer(message, code, location, on: connection)
                case .silence: break
                case .garbage(let bytes): connection.onDatagram?(bytes)
                case .loss: connection.fail("the connection was lost")
                case .codeAndLoss(let code, let location):
                    answer(message, code, location, on: connection)
                    connection.fail("the connection was lost")
                }
            }
        }
        return hasServed
    }

    /// Asks something of the client on a connection.
    func ask(_ message: CoAPRequest, id: UInt16, on connection: LockstepConnection) {
        connection.deliver(
            Message(
                .confirmable, message.method, id: MessageID(id), token: Token([UInt8(id & 255), 1]),
                options: message.options, payload: message.payload))
    }

    private func answer(_ message: Message, _ code: Code, _ location: [String], on connection: LockstepConnection) {
        var options = Options()
        for segment in location { options.add(Option(.locationPath, segment)) }
        connection.deliver(Message(.acknowledgement, code, id: message.id, token: message.token, options: options))
    }
}

/// A client of these servers on a clock that the test moves, which counts how often it is called at one moment.
final class PlayedDevice {
    let model: MemoryModel
    let servers = PlayedServers()
    private(set) var client: Client!
    private(set) var time = 0.0
    /// The most calls at one moment that there were.
    private(set) var mostTurns = 0
    /// Whether something was still due after the calls of a moment.
    private(set) var hasLeftSomething = false

    init(_ model: MemoryModel, settings: (inout ClientSettings) -> Void = { _ in }) {
        self.model = model
        var clientSettings = ClientSettings(endpoint: "urn:imei:004999010640000", seed: 7)
        settings(&clientSettings)
        client = Client(model, settings: clientSettings, connector: servers, clock: { [unowned self] in time })
        client.onEvent = { _ in }
        model.onChange = { [unowned self] change in client.changed(change) }
    }

    /// Does what is due at this moment, until nothing is.
    func settle() {
        var turns = 0
        repeat {
            client.advance(to: time)
            turns += 1
        } while turns < 100 && (servers.serve() || client.nextDeadline ?? .infinity <= time)
        mostTurns = max(mostTurns, turns)
        if client.nextDeadline ?? .infinity <= time { hasLeftSomething = true }
    }

    func advance(by seconds: Double) {
        let end = time + seconds
        settle()
        while !hasLeftSomething, let due = client.nextDeadline, due <= end {
            time = max(time, due)
            settle()
        }
        time = end
        settle()
    }
}
