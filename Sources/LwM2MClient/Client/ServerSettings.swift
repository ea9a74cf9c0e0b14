/// What the client does with one server beside what Objects 0 and 1 say: the part of `+ULWM2MCONFIG` that acts on it.
public struct ServerSettings: Hashable, Sendable {
    /// Whether a registration that failed leads to a bootstrap, however other servers do.
    public var bootstrapsOnFailure = false
    /// Whether the client registers at each start, though a registration of an earlier run may still hold.
    public var registersAtStart = true
    /// Whether the client leaves the server alone.
    public var isDisabled = false
    /// Whether a bootstrap that runs, or begins with the client, may bring the account anew, so that nothing is sent to the
    /// server meanwhile. A server that the bootstrap knows nothing of does not wait.
    public var waitsForBootstrap = true
    public var renewal = RenewalPoint.nearEnd
    /// How long the client can be reached; nil follows the binding.
    public var reachability: ReachabilityPolicy?

    public init() {}
}
