/// The notifications that went out lately, by message id.
///
/// - Source: RFC 7641 §3.6.
struct RecentNotifications {
    private let limit: Int
    private var ring: [(id: MessageID, token: Token, expiry: Double)] = []
    private var count = 0

    /// - Parameter limit: the most notifications, at least 1.
    init(limit: Int) { self.limit = max(1, limit) }

    /// Whose notification a message was; nil for one that is not known any more.
    func token(of id: MessageID, at time: Double) -> Token? {
        ring.last { $0.id == id && $0.expiry > time }?.token
    }

    mutating func remember(_ id: MessageID, token: Token, until expiry: Double) {
        if ring.count < limit {
            ring.append((id, token, expiry))
        } else {
            ring[count % limit] = (id, token, expiry)
        }
        count += 1
    }

    mutating func forget(_ token: Token) { ring.removeAll { $0.token == token } }
}
