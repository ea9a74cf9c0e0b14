/// Decides what a server may do, from the server accounts and the access control entries.
///
/// - Source: LwM2M 1.0.1 §7.3.
package struct AccessControl: Hashable, Sendable {
    /// The management servers that the client knows, not including the bootstrap server.
    package var servers: Set<ShortServerID>
    package private(set) var entries: [AccessControlEntry]

    package init(servers: Set<ShortServerID> = [], entries: [AccessControlEntry] = []) {
        self.servers = servers
        self.entries = entries
    }

    /// Whether the server is the client's only one, and so has every right.
    ///
    /// - Source: LwM2M 1.0.1 §7.3.2.1.
    package func isAlone(_ server: ShortServerID) -> Bool {
        Openness(servers).includes(server)
    }

    /// The entry that guards an Object Instance or, with `maxID`, the creation of instances.
    package func entry(object: ObjectID, instance: ObjectInstanceID) -> AccessControlEntry? {
        entries.first { $0.object == object && $0.instance == instance }
    }

    /// Replaces the entry for the same Object Instance, or adds the entry if there is none.
    ///
    /// An entry without the id of the instance that holds it takes over the id of the older entry.
    package mutating func set(_ entry: AccessControlEntry) {
        if let index = entries.firstIndex(where: { $0.object == entry.object && $0.instance == entry.instance }) {
            let id = entry.id ?? entries[index].id
            entries[index] = entry
            entries[index].id = id
        } else {
            entries.append(entry)
        }
    }

    /// Removes the entry of an Object Instance or, without an instance, all entries of the Object.
    package mutating func remove(object: ObjectID, instance: ObjectInstanceID?) {
        entries.removeAll { $0.object == object && (instance == nil || $0.instance == instance) }
    }

    /// What a server may do with an Object Instance. Without an entry and with several servers: nothing.
    ///
    /// - Source: LwM2M 1.0.1 §7.3.2.2.
    ///
    /// Every server may read the instances of the Access Control Object; only the owner named in an instance may write
    /// it.
    package func rights(of server: ShortServerID, object: ObjectID, instance: ObjectInstanceID) -> AccessRights {
        if object == .accessControl {
            let isOwned = entries.contains { $0.id == instance && $0.owner == server }
            return isOwned || isAlone(server) ? [.read, .write] : .read
        }
        if isAlone(server) { return .owner }
        return entry(object: object, instance: instance)?.rights(of: server) ?? []
    }

    /// Whether a server may create instances of an Object: only its own entry for the Object grants this.
    ///
    /// - Source: LwM2M 1.0.1 §7.3.2.3.
    package func mayCreate(_ server: ShortServerID, object: ObjectID) -> Bool {
        if object == .accessControl { return false }
        if isAlone(server) { return true }
        return entry(object: object, instance: maxID)?.rights[server]?.contains(.create) ?? false
    }
}

/// What an access control entry lets a server do.
///
/// - Source: LwM2M 1.0.1 appendix E.3, Resource 2.
@usableFromInline package struct AccessRights: OptionSet, Hashable, Sendable {
    @usableFromInline package let rawValue: UInt16
    @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Read, Observe, Write-Attributes.
    @inlinable package static var read: AccessRights { AccessRights(rawValue: 1) }
    /// Write, both replace and partial update.
    @inlinable package static var write: AccessRights { AccessRights(rawValue: 2) }
    @inlinable package static var execute: AccessRights { AccessRights(rawValue: 4) }
    @inlinable package static var delete: AccessRights { AccessRights(rawValue: 8) }
    /// Create; counts only in an entry for a whole Object.
    @inlinable package static var create: AccessRights { AccessRights(rawValue: 16) }

    /// What the owner of an Object Instance may do, 15.
    @inlinable package static var owner: AccessRights { [.read, .write, .execute, .delete] }
}

/// Which servers pass without a check of their rights, because no other server shares the device.
@usableFromInline package enum Openness: Hashable, Sendable {
    /// There is no server account yet.
    case everyone
    case one(ShortServerID)
    case nobody

    /// - Source: LwM2M 1.0.1 §7.3.2.1.
    package init(_ servers: Set<ShortServerID>) {
        switch servers.count {
        case 0: self = .everyone
        case 1: self = servers.first.map { .one($0) } ?? .everyone
        default: self = .nobody
        }
    }

    /// Whether the server is among them.
    @inlinable package func includes(_ server: ShortServerID) -> Bool {
        switch self {
        case .everyone: true
        case .one(let sole): sole == server
        case .nobody: false
        }
    }
}
