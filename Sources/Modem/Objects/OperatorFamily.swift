/// An operator whose configuration has Objects or Resources of its own.
///
/// - Source: UBX-18068860 R09 §2.1, the notes of tables 1 to 4.
public enum OperatorFamily: String, Hashable, Sendable, CaseIterable {
    /// AT&T, AT&T 2-4-12 and AT&T FirstNet.
    case att = "AT&T"
    case verizon = "Verizon"

    /// The numbers of its profiles (+UMNOPROF).
    public var profiles: [Int] {
        switch self {
        case .att: [2, 198, 206]
        case .verizon: [3]
        }
    }

    /// The family to which a profile belongs; nil for every other operator.
    public init?(profile: Int) {
        guard let family = Self.allCases.first(where: { $0.profiles.contains(profile) }) else { return nil }
        self = family
    }
}
