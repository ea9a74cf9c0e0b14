/// How far `+ULWM2MCONFIGEXT` exists.
///
/// - Source: UBX-18068860 R09 §3.2, §3.5.2.
public enum ConfigurationExtension: String, Hashable, Sendable, CaseIterable {
    case none
    /// Without `<production_mode>` and `<production_sim>`.
    case withoutProductionMode = "without production mode"
    case full
}
