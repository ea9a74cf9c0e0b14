/// Names a request of ours, or an observation, at its endpoint.
public struct ExchangeID: Hashable, Sendable {
    let rawValue: UInt64
}
