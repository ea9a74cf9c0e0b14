internal import CoAP
internal import LwM2M

final class ServerLink {
    var onRequest: ((Request, Token) -> ServerReply?)?
    var onFailure: ((String) -> Void)?
    init(_ connection: any Connection, of client: Client, named name: String) {}
    func send(_ request: Request, _ completion: @escaping (Response?) -> Void) {}
    func notify(_ notification: Notification, _ completion: @escaping (NotificationOutcome) -> Void) {}
    func forget(token: Token) {}
    var sent: Int { 0 }
    var received: Int { 0 }
    var isIdle: Bool { true }
    func rest() {}
    func resume() {}
    func close() {}
    var nextDeadline: Double? { nil }
    func advance(to time: Double) {}
}
