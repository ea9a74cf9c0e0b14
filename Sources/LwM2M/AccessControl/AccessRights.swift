/// What an access control entry lets a server do.
///
/// - Source: LwM2M 1.0.1 appendix E.3, Resource 2.
public struct AccessRights: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Read, Observe, Write-Attributes.
    @inlinable public static var read: AccessRights { AccessRights(rawValue: 1) }
    /// Write, replace and partial.
    @inlinable public static var write: AccessRights { AccessRights(rawValue: 2) }
    @inlinable public static var execute: AccessRights { AccessRights(rawValue: 4) }
    @inlinable public static var delete: AccessRights { AccessRights(rawValue: 8) }
    /// Create; counts only in an entry for a whole Object.
    @inlinable public static var create: AccessRights { AccessRights(rawValue: 16) }

    /// What the owner of an Object Instance may do, 15.
    @inlinable public static var owner: AccessRights { [.read, .write, .execute, .delete] }
}
