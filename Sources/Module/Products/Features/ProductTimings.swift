/// How long things take on a product, in seconds of the module.
package struct ProductTimings: Hashable, Sendable {
    /// From the reset to a ready client at the first start under a profile (table 5).
    package var databaseCreation: [Int: Int] = [:]
    /// The same under profiles that are not listed.
    package var otherDatabaseCreation: Int
    /// How long a host should then leave the module alone.
    package var databaseWait: [Int: Int] = [:]
    /// The same under profiles that are not listed.
    package var otherDatabaseWait = 10
    /// From a reset until the AT port answers.
    package var boot = ProductAssumptions.bootTime
    /// From the reset until `+ULWM2MLIST` answers.
    package var clientStart = ProductAssumptions.clientStartTime
    /// The minimum time from the AT port to a ready client.
    package var shortestClientStart = ProductAssumptions.shortestClientStart
    /// The time after a reset within which `+ULWM2MREG?` answers (UBX-18068860 R09 §4.3.1).
    package var registrationState = 60
    /// How long a host waits between `AT+ULWM2M=1` and a reset (table 7); 0 if the flag takes effect after the reset.
    package var stop = 0
    /// The time within which a change is saved to flash automatically (§4.4); nil if only a clean shutdown or
    /// `AT+ULWM2MWRITE=""` saves it.
    package var lazySave: Int?
    /// Between two reports of the remaining time, event 2 (§4.3.2).
    package var timeLeftReport = 60
    /// How long a connection stays open after a registration or its update (§5.2).
    package var connectionWindow = 30
    /// From the last message until the context is torn down (§3.6).
    package var teardown = 90
    /// The same under Verizon (§3.6).
    package var verizonTeardown = 90

    /// From the reset to a ready client at the first start under the profile with this number.
    package func databaseCreation(profile: Int) -> Int { databaseCreation[profile] ?? otherDatabaseCreation }

    /// How long a host should leave the module alone at the first start under this profile.
    package func databaseWait(profile: Int) -> Int { databaseWait[profile] ?? otherDatabaseWait }

    /// From the last message until the context is torn down.
    package func teardown(profile: Int) -> Int {
        OperatorFamily(profile: profile) == .verizon ? verizonTeardown : teardown
    }
}

/// The sizes that a product supports.
package struct ProductLimits: Hashable, Sendable {
    /// The longest file name, in bytes (SARA-R4 AT commands manual, UBX-17003787 R13 §16.8).
    package var fileNameLength = 248
    /// What a file name must not contain (UBX-17003787 R13 §16.8).
    package var forbiddenInFileNames = "/*:%|\"<>?"
    /// The free space of the file system of a new module, in bytes (UBX-18068860 R09 §4.2).
    package var fileSystemSize = 9_994_240
    /// The longest command line with its terminator, in bytes (UBX-17003787 R13 §1.1.5).
    package var commandLineLength = 1024
    /// The longest line of an information response, in bytes (UBX-18068860 R09 §4.5).
    package var responseLineLength = 1040
    /// The longest JSON of a read, in bytes: what fits into that line.
    package var jsonLength = 1024

    /// The sizes that most products have.
    package init() {}
}
