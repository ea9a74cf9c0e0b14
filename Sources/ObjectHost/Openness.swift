internal import LwM2M

/// Which servers pass without a look at their rights, because they have the device for themselves.
enum Openness {
    case everyone
    case one(ShortServerID)
    case nobody

    /// - Source: LwM2M 1.0.1 §7.3.2.1.
    init(_ servers: Set<ShortServerID>) {
        switch servers.count {
        case 0: self = .everyone
        case 1: self = servers.first.map { .one($0) } ?? .everyone
        default: self = .nobody
        }
    }

    func includes(_ server: ShortServerID) -> Bool {
        switch self {
        case .everyone: true
        case .one(let sole): sole == server
        case .nobody: false
        }
    }
}
