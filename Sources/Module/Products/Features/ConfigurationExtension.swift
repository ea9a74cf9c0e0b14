/// To what extent `+ULWM2MCONFIGEXT` exists.
///
/// - Source: UBX-18068860 R09 §3.2, §3.5.2.
package enum ConfigurationExtension: String, Hashable, Sendable, CaseIterable {
    case none
    /// Without `<production_mode>` and `<production_sim>`.
    case withoutProductionMode = "without production mode"
    case full
}

/// What restores the factory values of `+ULWM2MCONFIG`.
///
/// - Source: UBX-18068860 R09 §3.7, §4.1.
package enum ConfigurationReset: String, Hashable, Sendable, CaseIterable {
    /// Profile 0, a reset, the original profile, a reset: SARA-R4 "02B", "63B", "73B", "83B".
    case profileAndBack = "profile 0 and back, a reset each"
    /// `AT+ULWM2M=2` or a different profile: SARA-R422 and LEXI-R422.
    case clientReset = "client reset or another profile"
    /// Only the factory reset; there is one set for AT&T (2), one for Verizon (3) and one for all others: SARA-R5.
    case factoryReset = "factory reset"
    /// The command does not exist.
    case none
}

/// Which of the sets of `+ULWM2MCONFIG` and `+ULWM2MCONFIGEXT` a SARA-R5 uses; each survives a change of profile.
///
/// - Source: UBX-18068860 R09 §4.1.
package enum ConfigurationSet: String, Hashable, Sendable, CaseIterable {
    /// Only profile 2.
    case att
    /// Only profile 3.
    case verizon
    case others

    /// The set under the profile with this number.
    package init(profile: Int) {
        self = profile == 2 ? .att : profile == 3 ? .verizon : .others
    }
}

/// Under which profiles the instances of Object 11 follow `+CGDCONT`.
///
/// - Source: UBX-18068860 R09 §2.1.
package enum ContextMirroring: String, Hashable, Sendable, CaseIterable {
    case never
    case onlyATT = "AT&T"
    case allButVerizon = "all but Verizon"

    /// Whether they follow it under the profile with this number.
    package func includes(profile: Int) -> Bool {
        switch self {
        case .never: false
        case .onlyATT: OperatorFamily(profile: profile) == .att
        case .allButVerizon: OperatorFamily(profile: profile) != .verizon
        }
    }
}
