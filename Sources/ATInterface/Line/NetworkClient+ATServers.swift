public import Emulator
import LwM2M
import LwM2MClient
import Modem

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
