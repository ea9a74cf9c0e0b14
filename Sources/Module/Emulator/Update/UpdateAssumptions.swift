/// What no source specifies about firmware updates. Each choice is made once, here, so that the answer of a real module
/// can replace it.
enum UpdateAssumptions {
    /// The share of the package from one progress report to the next, in percent.
    static let step = 10
    /// The seconds needed to download this share, and from the order to the first report.
    static let stepTime = 3.0
    /// Seconds from the order to the end of a download from an unusable URI.
    static let refusalTime = 1.0
    /// Seconds from Execute of Update to the reset: the answer and the State reach the servers in that time.
    static let resetDelay = 5.0
    /// The seconds that a boot with installation takes longer than any other; the module is silent.
    static let installation = 60.0
    /// The schemes that the module can fetch from: those of the protocols listed for `/5/0/8` in
    /// `object_firmware_update.lua`.
    static let schemes = ["coap", "coaps", "http", "https"]
    /// Update Result after `AT+ULWM2M=0`: LwM2M 1.0.1 has none for a cancelled download, and this is the one for a lost
    /// connection.
    static let resultOfCancel = 4
    /// Update Result after a reset, or a stop of the client, during a download: the download does not continue.
    static let resultOfReset = 4
    /// `2,2,100` reports that the package has been received, as `<stat>` 2 of the older form does; whether the end of
    /// the installation is reported in the same way after the client starts.
    static let reportsInstallation = false
    /// The percentage reported for a failure in the older form: that of the newer form.
    static let percentageOfFailure = 100
}
