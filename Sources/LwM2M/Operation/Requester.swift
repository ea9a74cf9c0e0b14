/// Who asks for an operation.
public enum Requester: Hashable, Sendable {
    /// The local side: AT commands and the console. Access rights and the operations of the definition do not bind it.
    ///
    /// - Source: UBX-18068860 R09 §5.3.4, where the read-only Resource 5700 is written by AT command.
    case host
    /// The bootstrap server. Access rights and the operations of the definition do not bind it.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.2.
    case bootstrap
    /// A management server, bound by its access rights and by the operations of the definition.
    case server(ShortServerID)

    /// Whether the request comes over the device management interface.
    public var isDeviceManagement: Bool {
        if case .server = self { true } else { false }
    }
}

extension Requester: CustomStringConvertible {
    /// The words of the log: `at`, `bootstrap` or `server 123`.
    public var description: String {
        switch self {
        case .host: "at"
        case .bootstrap: "bootstrap"
        case .server(let id): "server \(id)"
        }
    }
}
