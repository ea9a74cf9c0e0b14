/// Which of the sets of `+ULWM2MCONFIG` and `+ULWM2MCONFIGEXT` a SARA-R5 uses; each outlives a change of the profile.
///
/// - Source: UBX-18068860 R09 §4.1.
public enum ConfigurationSet: String, Hashable, Sendable, CaseIterable {
    /// Profile 2 alone.
    case att
    /// Profile 3 alone.
    case verizon
    case others

    /// The set under the profile with this number.
    public init(profile: Int) {
        self = profile == 2 ? .att : profile == 3 ? .verizon : .others
    }
}
