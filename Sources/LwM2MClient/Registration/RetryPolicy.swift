/// When a registration that got no answer is tried again.
///
/// LwM2M 1.0 only asks for some retries; the defaults are those that 1.1 wrote down.
///
/// - Source: LwM2M 1.0.1 §5.3.1; LwM2M Core 1.1.1 §6.2.1.2.
public struct RetryPolicy: Hashable, Sendable {
    /// How often it is tried before a long pause.
    public var attempts = 5
    /// Seconds before the second attempt; each further one waits twice as long.
    public var delay = 60.0
    /// Seconds from the last attempt to the first of the next series.
    public var pause = 86_400.0

    public init() {}

    /// Seconds from a failure to the next attempt.
    ///
    /// - Parameter failures: how many attempts of the series failed, the one that just did included.
    public func wait(after failures: Int) -> Double {
        failures >= attempts ? pause : delay * Double(1 << min(failures - 1, 30))
    }
}
