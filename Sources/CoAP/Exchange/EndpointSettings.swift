/// How an endpoint behaves and how much it keeps.
public struct EndpointSettings: Hashable, Sendable {
    public var transmission = TransmissionParameters()
    public var blocks = BlockSettings()
    /// Seconds after which a request that is still being handled is acknowledged alone.
    public var acknowledgementDelay = 1.0
    /// How many messages of the peer are remembered to know them when they come again. They are remembered for
    /// EXCHANGE_LIFETIME, or until so many younger ones came.
    public var mostRemembered = 2048
    /// How many requests of the peer may wait for their response; more are refused with 5.03.
    public var mostPending = 64

    public init() {}
}
