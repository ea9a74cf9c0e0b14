/// Counts how often something that has its own deadlines is called at one moment of time.
///
/// Whoever serves deadlines asks before each call. What is due again and again at one moment makes no progress, so that
/// the loop around it would never end: `take` says so once, and the loop ends with an error in words.
public struct Turns: Hashable, Sendable {
    /// So many calls at one moment are allowed; what a module does at a moment takes a few dozen.
    public static let most = 1000

    private var moment = -Double.infinity
    private var count = 0

    public init() {}

    /// Counts one more call.
    ///
    /// - Parameter time: the moment that is served, in seconds.
    /// - Returns: false where there were too many at this moment; the count begins anew then.
    public mutating func take(at time: Double) -> Bool {
        if time != moment {
            moment = time
            count = 0
        }
        count += 1
        guard count > Self.most else { return true }
        count = 0
        return false
    }
}
