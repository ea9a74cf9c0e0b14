/// Under which profiles the instances of Object 11 follow `+CGDCONT`.
///
/// - Source: UBX-18068860 R09 §2.1.
public enum ContextMirroring: String, Hashable, Sendable, CaseIterable {
    case never
    case onlyATT = "AT&T"
    case allButVerizon = "all but Verizon"

    /// Whether they do under the profile with this number.
    public func includes(profile: Int) -> Bool {
        switch self {
        case .never: false
        case .onlyATT: OperatorFamily(profile: profile) == .att
        case .allButVerizon: OperatorFamily(profile: profile) != .verizon
        }
    }
}
