public import CoAP
public import LwM2M

/// What the client is told at its start.
public struct ClientSettings {
    /// The Endpoint Client Name, `urn:imei:004999010640000`.
    ///
    /// - Source: LwM2M 1.0.1 §6.3.1.
    public var endpoint: String
    /// The number for bindings with SMS; empty for none.
    public var msisdn = ""
    public var retry = RetryPolicy()
    /// The settings of servers by Short Server ID.
    public var servers: [ShortServerID: ServerSettings] = [:]
    /// The settings of a server that has none of its own.
    public var defaults = ServerSettings()
    /// Whether the client bootstraps at its start though it has servers, because those of its operator are missing.
    public var bootstrapsAtStart = false
    /// What tokens and message ids begin with.
    public var seed: UInt64
    /// How the message layer waits and repeats.
    public var transmission = EndpointSettings()
    /// Seconds on a clock of the machine, for how long messages took; nil for the clock of the device.
    public var stopwatch: (() -> Double)?
    /// Whether each message has its line in the log.
    public var logsMessages = true
    /// Whether those lines carry the payloads in words.
    public var isVerbose = false

    public init(endpoint: String, seed: UInt64) {
        self.endpoint = endpoint
        self.seed = seed
    }

    /// The settings of one server.
    public subscript(_ server: ShortServerID) -> ServerSettings { servers[server] ?? defaults }
}
