/// The type of a Resource's values.
///
/// - Source: LwM2M 1.0.1 appendix C; LwM2M 1.1 for `unsignedInteger` and `corelnk`.
public enum DataType: String, Hashable, Sendable, CaseIterable {
    case string = "String"
    case integer = "Integer"
    case float = "Float"
    case boolean = "Boolean"
    case opaque = "Opaque"
    case time = "Time"
    case objectLink = "Objlnk"
    case unsignedInteger = "Unsigned Integer"
    case corelnk = "Corelnk"
    /// No type: an executable Resource, or a definition that leaves it empty.
    case none = ""

    /// Whether the values are numbers, so that thresholds (gt, lt, st) apply.
    public var isNumeric: Bool {
        switch self {
        case .integer, .float, .time, .unsignedInteger: true
        default: false
        }
    }

    /// Whether the type came with LwM2M 1.1 and a 1.0 client does not know it.
    public var isNewerThan10: Bool { self == .unsignedInteger || self == .corelnk }
}
