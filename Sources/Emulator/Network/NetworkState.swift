/// Where the module stands with the radio network, as far as the client minds.
public enum NetworkState: Hashable, Sendable {
    /// Not registered, or in airplane mode: nothing can be sent.
    case none
    case home
    /// Registered with another operator: servers may be disabled then.
    case roaming
}
