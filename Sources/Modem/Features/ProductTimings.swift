/// How long things take on a product, in seconds of the module.
public struct ProductTimings: Hashable, Sendable {
    /// From the reset to a ready client at the first start under a profile (table 5).
    public var databaseCreation: [Int: Int] = [:]
    /// The same under the profiles that are not named.
    public var otherDatabaseCreation: Int
    /// How long a host should leave the module alone then.
    public var databaseWait: [Int: Int] = [:]
    /// The same under the profiles that are not named.
    public var otherDatabaseWait = 10
    /// From a reset until the AT port answers.
    public var boot = ProductAssumptions.bootTime
    /// From the reset until `+ULWM2MLIST` answers.
    public var clientStart = ProductAssumptions.clientStartTime
    /// The client is ready no earlier than so long after the AT port.
    public var shortestClientStart = ProductAssumptions.shortestClientStart
    /// Within this time after a reset `+ULWM2MREG?` answers (UBX-18068860 R09 §4.3.1).
    public var registrationState = 60
    /// What a host waits between `AT+ULWM2M=1` and a reset (table 7); 0 where the flag acts after the reset.
    public var stop = 0
    /// Within this time a change is in the flash by itself (§4.4); nil where only a clean end or `AT+ULWM2MWRITE=""`
    /// saves.
    public var lazySave: Int?
    /// Between two reports of the time left, event 2 (§4.3.2).
    public var timeLeftReport = 60
    /// How long a connection stays after a registration or its update (§5.2).
    public var connectionWindow = 30
    /// From the last message until the context is torn down (§3.6).
    public var teardown = 90
    /// The same under Verizon (§3.6).
    public var verizonTeardown = 90

    /// From the reset to a ready client at the first start under the profile with this number.
    public func databaseCreation(profile: Int) -> Int { databaseCreation[profile] ?? otherDatabaseCreation }

    /// How long a host should leave the module alone at the first start under this profile.
    public func databaseWait(profile: Int) -> Int { databaseWait[profile] ?? otherDatabaseWait }

    /// From the last message until the context is torn down.
    public func teardown(profile: Int) -> Int {
        OperatorFamily(profile: profile) == .verizon ? verizonTeardown : teardown
    }
}
