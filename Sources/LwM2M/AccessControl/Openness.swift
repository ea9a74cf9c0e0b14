/// Which servers pass without a look at their rights, because they have the device for themselves.
public enum Openness: Hashable, Sendable {
    /// There is no server account yet.
    case everyone
    case one(ShortServerID)
    case nobody

    /// - Source: LwM2M 1.0.1 §7.3.2.1.
    public init(_ servers: Set<ShortServerID>) {
        switch servers.count {
        case 0: self = .everyone
        case 1: self = servers.first.map { .one($0) } ?? .everyone
        default: self = .nobody
        }
    }

    /// Whether the server is one of them.
    public func includes(_ server: ShortServerID) -> Bool {
        switch self {
        case .everyone: true
        case .one(let sole): sole == server
        case .nobody: false
        }
    }
}
