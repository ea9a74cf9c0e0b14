/// What brings `+ULWM2MCONFIG` back to its factory values.
///
/// - Source: UBX-18068860 R09 §3.7, §4.1.
public enum ConfigurationReset: String, Hashable, Sendable, CaseIterable {
    /// Profile 0, reset, the profile again, reset: SARA-R4 "02B", "63B", "73B", "83B".
    case profileAndBack = "profile 0 and back, a reset each"
    /// `AT+ULWM2M=2` and another profile: SARA-R422 and LEXI-R422.
    case clientReset = "client reset or another profile"
    /// The factory reset alone; there is one set for AT&T (2), one for Verizon (3) and one for all others: SARA-R5.
    case factoryReset = "factory reset"
    /// There is no such command.
    case none
}
