import LwM2MServer

/// What `wait` waits for.
enum ServerEventKind: String, CaseIterable {
    case register, update, deregister, expire, notify, bootstrap

    /// The kind of an event; nil for one that nobody waits for.
    init?(_ event: ServerEvent) {
        switch event {
        case .registration(.registered): self = .register
        case .registration(.updated): self = .update
        case .registration(.deregistered): self = .deregister
        case .registration(.expired): self = .expire
        case .notified: self = .notify
        case .bootstrapEnded: self = .bootstrap
        default: return nil
        }
    }
}
