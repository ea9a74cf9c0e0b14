/// One value of a Resource or of a Resource Instance.
///
/// - Source: LwM2M 1.0.1 appendix C.
public enum ResourceValue: Hashable, Sendable {
    case string(String)
    case integer(Int64)
    case unsignedInteger(UInt64)
    case float(Double)
    case boolean(Bool)
    case opaque([UInt8])
    /// Seconds since 1970-01-01T00:00:00Z.
    case time(Int64)
    case objectLink(ObjectLink)
    /// A list of links in the form of RFC 6690.
    case corelnk(String)

    /// The type that the value belongs to.
    public var type: DataType {
        switch self {
        case .string: .string
        case .integer: .integer
        case .unsignedInteger: .unsignedInteger
        case .float: .float
        case .boolean: .boolean
        case .opaque: .opaque
        case .time: .time
        case .objectLink: .objectLink
        case .corelnk: .corelnk
        }
    }
}
