/// Under which operators an Object exists.
public enum OperatorScope: Hashable, Sendable {
    case every
    case only(OperatorFamily)
    case allBut(OperatorFamily)

    /// Whether it exists under the profile with this number.
    public func includes(profile: Int) -> Bool {
        switch self {
        case .every: true
        case .only(let family): OperatorFamily(profile: profile) == family
        case .allBut(let family): OperatorFamily(profile: profile) != family
        }
    }

    /// The operators in words, `AT&T`; nil where it exists under every one.
    public var text: String? {
        switch self {
        case .every: nil
        case .only(let family): family.rawValue
        case .allBut(let family): "all but " + family.rawValue
        }
    }
}
