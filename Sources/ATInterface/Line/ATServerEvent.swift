public import LwM2M
public import Modem

/// What happened between the client and a server, as `+ULWM2MSTAT` reports it.
///
/// - Source: UBX-18068860 R09 §4.1.2, §4.3.2; UBX-17003787 R16, page 317.
public enum ATServerEvent: Hashable, Sendable {
    /// Event 0: a step of a bootstrap.
    case bootstrap(ShortServerID, ServerStatus)
    /// Event 1.
    case registration(ShortServerID, ServerStatus)
    /// Event 2.
    case timeLeft(ShortServerID, seconds: Int)
    /// Event 3.
    case notification(ShortServerID, Path)
    /// Event 6, state 0.
    case connected(ShortServerID, uri: String)
    /// Event 6, state 1: bytes sent and received.
    case suspended(ShortServerID, sent: Int, received: Int)
    /// Event 6, state 2.
    case resumed(ShortServerID, uri: String)
    /// Event 6, state 3: bytes sent and received.
    case closed(ShortServerID, sent: Int, received: Int)

    /// The number of the event.
    public var number: Int {
        switch self {
        case .bootstrap: 0
        case .registration: 1
        case .timeLeft: 2
        case .notification: 3
        case .connected, .suspended, .resumed, .closed: 6
        }
    }

    /// The line of the URC; nil where the product does not report it.
    public func line(on product: Product) -> String? {
        guard product.status.events.contains(number) else { return nil }
        switch self {
        case .bootstrap(let server, let status), .registration(let server, let status):
            return product.status.numbering.number(of: status).map { "+ULWM2MSTAT: \(number),\(server),\($0)" }
        case .timeLeft(let server, let seconds): return "+ULWM2MSTAT: 2,\(server),\(seconds)"
        case .notification(let server, let path):
            return "+ULWM2MSTAT: 3,\(server),\"\(path)\(product.group.isR5 ? "/" : "")\""
        case .connected(let server, let uri): return connection(product, server, 0, "\"\(uri)\"")
        case .suspended(let server, let sent, let received):
            return connection(product, server, 1, "\(sent),\(received)")
        case .resumed(let server, let uri): return connection(product, server, 2, "\"\(uri)\"")
        case .closed(let server, let sent, let received): return connection(product, server, 3, "\(sent),\(received)")
        }
    }

    private func connection(_ product: Product, _ server: ShortServerID, _ state: Int, _ rest: String) -> String {
        // A product that knows neither suspended nor resumed says closed and created.
        let isKnown = product.status.connectionStates.contains(state)
        return "+ULWM2MSTAT: 6,\(server),\(isKnown ? state : state == 1 ? 3 : 0),\(rest)"
    }
}
