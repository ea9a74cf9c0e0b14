/// The bootstrap that a profile begins with.
///
/// - Source: UBX-18068860 R09 §3.3.
public struct ProfileBootstrap: Hashable, Sendable {
    /// The Short Server IDs of its accounts, as `+ULWM2MSTAT` reports them.
    public var shortServerIDs: [Int]
    public var source: String
}
