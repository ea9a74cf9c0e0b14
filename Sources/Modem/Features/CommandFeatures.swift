/// What the LwM2M AT commands of a product can do.
///
/// - Source: UBX-18068860 R09, chapters 3 to 5.
public struct CommandFeatures: Hashable, Sendable {
    /// Whether the host reaches Objects and servers: `+ULWM2MLIST` and all that chapters 4 and 5 name with it.
    public var hasObjectCommands = true
    /// What `AT+ULWM2M` does.
    public var clientSwitch: ClientSwitch
    /// Whether the client can also be disabled for good, `AT+ULWM2M=1,1` (§4.1, appendix D).
    public var hasPersistentDisable = false
    /// Whether `AT+ULWM2M=3` and `=4` switch the server of NTT DoCoMo (§4.1).
    public var hasDoCoMoSwitch = false
    /// Whether `AT+ULWM2MWRITE=""` saves at once (§4.5).
    public var hasEmptyWrite = false
    /// The number of fields that `AT+ULWM2MCONFIG?` prints for a server; 0 without the command.
    public var configurationFields: Int
    /// Whether `+ULWM2MCONFIG` has `<server_disabled>` (§3.5.3).
    public var hasServerDisabled = false
    /// Whether `+ULWM2MCONFIG` takes `<cid>` 255, the context of `+ULWM2MCONFIGEXT` (§3.5.2).
    public var takesGeneralContext = false
    /// Whether the client always uses context 1, whatever `<cid>` says (§3.5.2).
    public var usesContext1Only = false
    public var configurationReset: ConfigurationReset
    public var configurationExtension: ConfigurationExtension = .none
    /// Whether `+ULWM2MFOTAAPN` exists (§3.5.1).
    public var hasFOTAAPN = false
    public var hostDevice: HostDeviceCommand = .odis
    public var updates: UpdateReporting = .plain
    /// The values of `AT+CFUN` that reset the module, the one of the note first.
    public var resets: [Int]
    /// Whether `+ULWM2MREG` works after `+ULWM2MDEREG` without a reset (§4.3.3; UBX-20033314 R03 §3.6).
    public var registersAfterDeregistration = false
    /// Whether the lifetime of a server can be written under the SoftBank profile (§5.2).
    public var writesSoftBankLifetime = true
}
