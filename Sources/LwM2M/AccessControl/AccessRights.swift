/// What an access control entry lets a server do.
///
/// - Source: LwM2M 1.0.1 appendix E.3, Resource 2.
public struct AccessRights: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Read, Observe, Write-Attributes.
    public static let read = AccessRights(rawValue: 1)
    /// Write, replace and partial.
    public static let write = AccessRights(rawValue: 2)
    public static let execute = AccessRights(rawValue: 4)
    public static let delete = AccessRights(rawValue: 8)
    /// Create; counts only in an entry for a whole Object.
    public static let create = AccessRights(rawValue: 16)

    /// What the owner of an Object Instance may do, 15.
    public static let owner: AccessRights = [.read, .write, .execute, .delete]
}
