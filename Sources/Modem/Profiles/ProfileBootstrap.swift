/// The bootstrap that a profile begins with.
///
/// - Source: UBX-18068860 R09 §3.3.
public struct ProfileBootstrap: Hashable, Sendable {
    /// The Short Server IDs of its accounts, as `+ULWM2MSTAT` reports them.
    public var shortServerIDs: [Int]
    public var source: String

    /// The one that the account in the database has: a device has one bootstrap server (LwM2M 1.0.1 §5.2.1), and 0 names
    /// none.
    public var accountID: Int { shortServerIDs.first { $0 > 0 } ?? 0 }
}
