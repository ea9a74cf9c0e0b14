public import CoAP

/// How a server behaves.
public struct ServerSettings: Sendable {
    /// The message layer of every client.
    public var endpoint = EndpointSettings()
    /// Seconds for which a client in queue mode listens after its last message.
    ///
    /// - Source: LwM2M 1.0.1 §8.3: MAX_TRANSMIT_WAIT.
    public var awakeTime = 93.0
    /// Whether a client that registers again is asked again for what was observed before.
    public var repeatsObservations = true
    /// What a client that asks for bootstrap gets: the first sequence that is for it. Without any, `/bs` is unknown.
    public var bootstrap: [BootstrapSequence] = []
    /// The most peers that are listened to; more push out the one that was silent longest.
    public var mostPeers = 4096
    /// The most peers that are listened to without a registration: nothing proves that they are where they say.
    public var mostStrangers = 256
    /// In front of the numbers of registrations, so that a server that lost them does not give out the same names again.
    public var registrationPrefix = ""

    public init() {
        // A list of Objects is all that a client sends in blocks unasked.
        endpoint.blocks.largestUpload = 1 << 16
        endpoint.blocks.mostTransfers = 2
    }
}
