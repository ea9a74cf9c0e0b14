package import ObjectHost

/// What the LwM2M AT commands of a product can do.
///
/// - Source: UBX-18068860 R09, chapters 3 to 5.
package struct CommandFeatures: Hashable, Sendable {
    /// Whether the host can access Objects and servers: `+ULWM2MLIST` and everything that chapters 4 and 5 name along
    /// with it.
    package var hasObjectCommands = true
    /// What `AT+ULWM2M` does.
    package var clientSwitch: ClientSwitch
    /// Whether the client can also be disabled permanently, `AT+ULWM2M=1,1` (§4.1, appendix D).
    package var hasPersistentDisable = false
    /// Whether `AT+ULWM2M=3` and `=4` switch the server of NTT DoCoMo (§4.1).
    package var hasDoCoMoSwitch = false
    /// Whether `AT+ULWM2MWRITE=""` saves at once (§4.5).
    package var hasEmptyWrite = false
    /// The number of fields that `AT+ULWM2MCONFIG?` prints for a server; 0 without the command.
    package var configurationFields: Int
    /// Whether `+ULWM2MCONFIG` has `<server_disabled>` (§3.5.3).
    package var hasServerDisabled = false
    /// Whether `+ULWM2MCONFIG` accepts `<cid>` 255, the context of `+ULWM2MCONFIGEXT` (§3.5.2).
    package var takesGeneralContext = false
    /// Whether the client always uses context 1, regardless of `<cid>` (§3.5.2).
    package var usesContext1Only = false
    /// What restores the factory values of `+ULWM2MCONFIG`.
    package var configurationReset: ConfigurationReset
    /// Which form `+ULWM2MCONFIGEXT` has.
    package var configurationExtension: ConfigurationExtension = .none
    /// Whether `+ULWM2MFOTAAPN` exists (§3.5.1).
    package var hasFOTAAPN = false
    /// Which command describes the host.
    package var hostDevice: HostDeviceCommand = .odis
    /// How firmware updates are reported.
    package var updates: UpdateReporting = .plain
    /// The values of `AT+CFUN` that reset the module, that of the note first.
    package var resets: [Int]
    /// Whether `+ULWM2MREG` works after `+ULWM2MDEREG` without a reset (§4.3.3; UBX-20033314 R03 §3.6).
    package var registersAfterDeregistration = false
    /// Whether the lifetime of a server can be written under the SoftBank profile (§5.2).
    package var writesSoftBankLifetime = true
}

/// What `AT+ULWM2M` does to the client.
///
/// - Source: UBX-18068860 R09 §4.1, tables 7 and 8; UBX-17003787 R13 §14.10 for the last case.
package enum ClientSwitch: String, Hashable, Sendable, CaseIterable {
    /// `AT+ULWM2M=1` stops it at once, and it starts again after the next reset: SARA-R410M and SARA-R412M.
    case stopsUntilReset = "stops at once, until the next reset"
    /// The flag is stored in NVM and takes effect after the next reset: all others.
    case keptAfterReset = "kept, from the next reset on"
    /// Nothing switches it; `AT+ULWM2M=0` cancels a firmware download: the types that are only for updates.
    case cancelsDownload = "none; AT+ULWM2M=0 cancels a download"
}

/// The command by which the host describes itself.
///
/// - Source: UBX-18068860 R09 §4.6; UBX-17003787 R13 §14.13.
package enum HostDeviceCommand: String, Hashable, Sendable, CaseIterable {
    /// Only under the profiles of AT&T; the identity of the host cannot be read back.
    case odis = "+ODIS"
    /// Its predecessor, under every profile: all four texts can be read back.
    case uhostdev = "+UHOSTDEV"

    /// What a new module reports about its host: identity, manufacturer, model, software.
    package static let factoryTexts = ProductAssumptions.hostDevice
}

/// How firmware updates are reported to the host.
///
/// - Source: UBX-20033314 R03, chapter 3; UBX-17003787 R13 §14.9; the blanks have been seen on SARA-R410M.
package enum UpdateReporting: String, Hashable, Sendable, CaseIterable {
    /// `+ULWM2MSTAT` in its old form, if nothing else is reported.
    case oldStatus = "+ULWM2MSTAT: 1,99"
    /// `+UFOTASTAT` with blanks after its commas.
    case spaced = "+UFOTASTAT: 0, 1, 99"
    case plain = "+UFOTASTAT: 0,1,99"

    /// Whether the command `+UFOTASTAT` exists.
    package var hasCommand: Bool { self != .oldStatus }
}

/// Which instance of Object 1 holds the u-blox server, Short Server ID 721.
///
/// - Source: UBX-18068860 R09 §4.4.
package struct UFOTAServerInstance: Hashable, Sendable {
    /// Under Verizon and the profiles of AT&T.
    package var underATTAndVerizon: Int
    package var elsewhere: Int

    /// The instance under the profile with this number.
    package func number(profile: Int) -> Int {
        OperatorFamily(profile: profile) == nil ? elsewhere : underATTAndVerizon
    }

    static func always(_ number: Int) -> UFOTAServerInstance {
        UFOTAServerInstance(underATTAndVerizon: number, elsewhere: number)
    }
}

extension ScriptBindings.URCForm {
    /// The call in the form that the product requires, for messages.
    package var call: String {
        switch self {
        case .lengthAndText: "lua_send_urc(length, text)"
        case .text: "lua_send_urc(text)"
        case .either: "lua_send_urc(text) or lua_send_urc(length, text)"
        }
    }

    /// The numbers of arguments that it accepts.
    package var argumentCounts: ClosedRange<Int> {
        switch self {
        case .lengthAndText: 2...2
        case .text: 1...1
        case .either: 1...2
        }
    }
}
