/// A value in a row of a database.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    /// A number that is not one is stored as `null`.
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// The whole number; nil for other values.
    public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    /// The text; nil for other values.
    public var text: String? { if case .text(let value) = self { value } else { nil } }
}
