/// When something that ended may be begun again by itself, so that what never lasts is not tried without a pause.
///
/// A value without a clock. Each attempt that follows soon upon the one before waits longer, as a `RetryPolicy` says; one
/// that comes long after it begins the series anew. It does not matter whether an attempt went well: a bootstrap that
/// succeeds and brings a server that refuses the client is no better than one that fails.
public struct RetrySeries: Hashable, Sendable {
    /// No attempt begins by itself before, in seconds.
    public private(set) var due: Double
    private var ended = 0
    private var wait = 0.0

    /// A series without an attempt.
    ///
    /// - Parameter due: when the first one may begin.
    public init(due: Double = 0) { self.due = due }

    /// Takes it that an attempt begins, by itself or by order.
    public mutating func begin(at time: Double) {
        if time - due > wait { ended = 0 }
    }

    /// Takes it that the attempt is over, however it went.
    ///
    /// - Returns: seconds until the next one may begin.
    @discardableResult
    public mutating func end(at time: Double, _ policy: RetryPolicy) -> Double {
        ended += 1
        wait = policy.wait(after: ended)
        due = time + wait
        if ended >= policy.attempts { ended = 0 }
        return wait
    }
}
