public import Emulator
public import LwM2M
import LwM2MClient
public import Products

/// The LwM2M client as the commands for servers reach it.
public protocol ATServers: AnyObject {
    /// The state of each server, in the order of the accounts.
    var states: [ATServerState] { get }

    /// `+ULWM2MREG=<id>`: registers with a server, or updates the registration.
    ///
    /// - throws: why there is nothing to register with.
    func register(_ server: ShortServerID) throws(LwM2MError)

    /// `+ULWM2MREG=0`: bootstraps where there is an account for it, and registers with all servers.
    ///
    /// - throws: why there is nothing to register with.
    func registerAll() throws(LwM2MError)

    /// `+ULWM2MDEREG=<id>`; nil for all.
    func deregister(_ server: ShortServerID?)

    /// The module found its network or lost it; without one nothing can be sent.
    func networkChanged(isAvailable: Bool, isRoaming: Bool)
}

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

/// Where the client stands with one server.
public struct ATServerState: Hashable, Sendable {
    public var server: ShortServerID
    public var status: ServerStatus
    /// Seconds until it registers again by itself; nil where it is not registered.
    public var secondsLeft: Int?

    public init(_ server: ShortServerID, _ status: ServerStatus, secondsLeft: Int? = nil) {
        self.server = server
        self.status = status
        self.secondsLeft = secondsLeft
    }
}

extension NetworkClient: ATServers {
    public var states: [ATServerState] {
        reports.map { ATServerState($0.shortServerID, ServerStatus($0.state), secondsLeft: $0.secondsLeft) }
    }

    public func networkChanged(isAvailable: Bool, isRoaming: Bool) {
        network = isAvailable ? isRoaming ? .roaming : .home : .none
    }
}

extension ATServerEvent {
    /// The event as `+ULWM2MSTAT` has it; nil for one that it has not.
    ///
    /// Of the states the URCs show those that something ended in, and the steps of a bootstrap that the note lists;
    /// `+ULWM2MREG?` shows the others too.
    init?(_ event: ServerEvent) {
        switch event {
        case .state(let server, let state):
            switch state {
            case .registered, .registrationFailed, .deregistered: self = .registration(server, ServerStatus(state))
            case .bootstrapInitiated, .bootstrapPending, .bootstrapFinished, .bootstrapFailed:
                self = .bootstrap(server, ServerStatus(state))
            default: return nil
            }
        case .timeLeft(let server, let seconds): self = .timeLeft(server, seconds: seconds)
        case .notification(let server, let path): self = .notification(server, path)
        case .connection(let server, let change):
            switch change {
            case .created(let uri): self = .connected(server, uri: uri)
            case .suspended(let sent, let received): self = .suspended(server, sent: sent, received: received)
            case .resumed(let uri): self = .resumed(server, uri: uri)
            case .closed(let sent, let received): self = .closed(server, sent: sent, received: received)
            }
        case .acknowledged, .forgotten, .bootstrapped, .log: return nil
        }
    }
}
