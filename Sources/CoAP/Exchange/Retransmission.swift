/// When a confirmable message is repeated, and when its sender gives up.
///
/// - Source: RFC 7252 §4.2.
struct Retransmission {
    /// When the next thing happens, in seconds.
    private(set) var deadline: Double
    private var timeout: Double
    private var left: Int

    /// The message goes out now.
    ///
    /// - Parameter fraction: chance, at least 0 and below 1.
    init(_ parameters: TransmissionParameters, fraction: Double, at time: Double) {
        let spread = max(0, parameters.acknowledgementRandomFactor - 1) * fraction
        timeout = parameters.acknowledgementTimeout * (1 + spread)
        left = parameters.mostRetransmissions
        deadline = time + timeout
    }

    /// The deadline has come.
    ///
    /// - Returns: whether the message goes out again; false to give up.
    mutating func expire(at time: Double) -> Bool {
        guard left > 0 else { return false }
        left -= 1
        timeout *= 2
        deadline = time + timeout
        return true
    }
}
