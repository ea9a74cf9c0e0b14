public import LwM2M
public import ObjectHost

/// All that the client keeps over a restart.
public struct StoredState: Hashable, Sendable {
    /// The instances of the Objects with their values.
    public var instances = SavedState()
    /// When the client last registered with a server, in seconds since 1970.
    public var registrations: [ShortServerID: Int64] = [:]
    /// What commands set in NVM, by name.
    public var settings: [String: String] = [:]

    public init() {}
}
