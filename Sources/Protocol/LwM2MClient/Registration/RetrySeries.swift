/// When something that ended may begin again on its own, so that something that never lasts is retried with pauses.
///
/// A value without a clock. Each attempt that soon follows the previous one waits longer, as a `RetryPolicy` says; one
/// that comes long after it starts a new series. It does not matter whether an attempt succeeded: a bootstrap that
/// succeeds but adds a server that refuses the client is no better than one that fails.
struct RetrySeries: Hashable, Sendable {
    /// No attempt begins on its own before this time, in seconds.
    private(set) var due: Double
    private var ended = 0
    private var wait = 0.0

    /// A series with no attempts yet.
    ///
    /// - Parameter due: when the first one may begin.
    init(due: Double = 0) { self.due = due }

    /// Counts an attempt, whether it begins on its own or by an order.
    mutating func begin(at time: Double) {
        if time - due > wait { ended = 0 }
    }

    /// Handles the end of an attempt, whatever its outcome.
    ///
    /// - Returns: seconds until the next one may begin.
    @discardableResult
    mutating func end(at time: Double, _ policy: RetryPolicy) -> Double {
        ended += 1
        wait = policy.wait(after: ended)
        due = time + wait
        if ended >= policy.attempts { ended = 0 }
        return wait
    }
}

/// When a registration that got no answer is tried again.
///
/// LwM2M 1.0 only requires retries in general; the defaults are those specified in 1.1.
///
/// - Source: LwM2M 1.0.1 §5.3.1; LwM2M Core 1.1.1 §6.2.1.2.
package struct RetryPolicy: Hashable, Sendable {
    /// How many attempts are made before a long pause.
    package var attempts = 5
    /// Seconds before the second attempt; each further one waits twice as long.
    package var delay = 60.0
    /// Seconds from the last attempt to the first of the next series.
    package var pause = 86_400.0

    package init() {}

    /// Seconds from a failure to the next attempt.
    ///
    /// - Parameter failures: how many attempts of the series have failed, including the latest.
    package func wait(after failures: Int) -> Double {
        failures >= attempts ? pause : delay * Double(1 << min(failures - 1, 30))
    }
}
