/// What no source says about updates of the firmware. Each choice stands here once, so that the answer of a real module
/// can replace it.
enum UpdateAssumptions {
    /// The share of the package from one report of the progress to the next, in percent.
    static let step = 10
    /// Seconds that it takes to download this share, and from the order to the first report.
    static let stepTime = 3.0
    /// Seconds from the order to the end of a download from a URI that leads nowhere.
    static let refusalTime = 1.0
    /// Seconds from Execute of Update to the reset: the answer and the State reach the servers in the meantime.
    static let resetDelay = 5.0
    /// Seconds that the boot with the installation takes longer than any other; the module is silent.
    static let installation = 60.0
    /// The schemes that the module can fetch from: those of the protocols that `/5/0/8` lists in `object_firmware_update.lua`.
    static let schemes = ["coap", "coaps", "http", "https"]
    /// Update Result after `AT+ULWM2M=0`: LwM2M 1.0.1 has none for a download that was cancelled, and this one is for a
    /// connection that was lost.
    static let resultOfCancel = 4
    /// Update Result after a reset, or a stop of the client, during a download: it does not go on.
    static let resultOfReset = 4
    /// `2,2,100` says that the package is there, as `<stat>` 2 of the older form does; whether the end of the installation is
    /// said in the same way after the start of the client.
    static let reportsInstallation = false
    /// The percentage of a failure in the older form: that of the newer one.
    static let percentageOfFailure = 100
}
