/// How the client of a module behaves on the wire, beside what its Objects and NVM say.
public struct NetworkSettings {
    /// The Endpoint Client Name; nil for `urn:imei:` and the IMEI of the module.
    public var endpoint: String?
    /// Which server is contacted where.
    public var map = ServerMap()
    /// An account to be made at each start of the client; nil for none.
    public var account: DeskAccount?
    /// What tokens and message ids begin with.
    public var seed: UInt64 = 1
    /// Seconds on a clock of the machine, for how long messages took; nil for the clock of the module.
    public var stopwatch: (() -> Double)?
    /// Whether log lines carry the payloads in words.
    public var isVerbose = false

    public init() {}
}
