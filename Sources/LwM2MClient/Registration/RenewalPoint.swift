/// When a registration is renewed, well before its lifetime ends.
///
/// UBX-18068860 R09 §3.3 says of the operators' servers "a little more than life-time / 2". Of other servers §4.3 and
/// §5.1.5 show the time left to the next registration: 86,305 s of a lifetime of 86,400 s, 204 s of 300 s, 90 s of 180 s.
/// That is 90 s before the end, but not before the half.
public enum RenewalPoint: Hashable, Sendable {
    case half
    case nearEnd

    /// Seconds from a registration to its renewal; nil for a lifetime that never ends.
    ///
    /// - Parameter lifetime: in seconds; 0 or less never ends.
    public func delay(lifetime: Int64) -> Double? {
        guard lifetime > 0 else { return nil }
        let lifetime = Double(lifetime)
        let half = lifetime / 2 + min(Self.most, lifetime / 20)
        return self == .half ? half : max(half, lifetime - Self.margin)
    }

    /// The "little more" than half of the lifetime, in seconds at most.
    private static let most = 5.0
    /// What is left of the lifetime: a message has this long to get through (MAX_TRANSMIT_WAIT, rounded by the module).
    private static let margin = 90.0
}
