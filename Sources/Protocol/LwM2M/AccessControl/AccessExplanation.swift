/// Why a server may or may not do something, with the instance of the Access Control Object and the mask that decided.
///
/// - Source: LwM2M 1.0.1 §7.3.
package struct AccessExplanation: Hashable, Sendable {
    /// What decided.
    package enum Reason: Hashable, Sendable {
        /// No server may access the Security Object.
        case securityObject
        /// The operation needs no right at this path.
        case free
        /// The operation is not possible at this path, whatever the rights.
        case impossible
        /// There is at most one server account.
        case alone
        /// There are several servers, and no entry for the target.
        case noEntry
        /// The entry has a mask for this server.
        case ownMask
        /// The server owns the target, and the entry has no mask for it.
        case owner
        /// The entry has a default mask, for servers without one of their own.
        case defaultMask
        /// The entry names only other servers.
        case notNamed
    }

    package var isAllowed: Bool
    package var reason: Reason
    package var operation: ManagementOperation
    package var path: Path
    package var server: ShortServerID
    /// The entry that decided; nil if none did.
    package var entry: AccessControlEntry?
    /// What that lets the server do.
    package var rights: AccessRights
}

extension AccessControl {
    /// Whether a server may carry out an operation, and what decides it. Whether the target exists, and at what level
    /// it is, is not checked.
    package func explanation(
        of operation: ManagementOperation, at path: Path, for server: ShortServerID
    ) -> AccessExplanation {
        var found = AccessExplanation(
            isAllowed: false, reason: .impossible, operation: operation, path: path, server: server, entry: nil,
            rights: [])
        guard let object = path.object else { return found }
        guard Requester.server(server).mayReach(object) else {
            found.reason = .securityObject
            return found
        }
        guard let right = operation.right else { return allowed(&found, .free) }
        if operation == .create { return explainCreation(of: object, &found) }
        guard let instance = path.instance else {
            // Each Object Instance is checked on its own; attributes of an Object need no right.
            return right == .read ? allowed(&found, .free) : found
        }
        if object == .accessControl { return explainEntry(instance, right, &found) }
        if isAlone(server) {
            found.rights = .owner
            return allowed(&found, .alone)
        }
        guard let entry = entry(object: object, instance: instance) else {
            found.reason = .noEntry
            return found
        }
        found.entry = entry
        found.rights = entry.rights(of: server)
        found.reason = reason(in: entry, for: server)
        found.isAllowed = found.rights.contains(right)
        return found
    }

    private func reason(in entry: AccessControlEntry, for server: ShortServerID) -> AccessExplanation.Reason {
        if entry.rights[server] != nil { return .ownMask }
        if entry.owner == server { return .owner }
        return entry.rights[0] == nil ? .notNamed : .defaultMask
    }

    private func explainCreation(of object: ObjectID, _ found: inout AccessExplanation) -> AccessExplanation {
        if object == .accessControl { return found }
        if isAlone(found.server) { return allowed(&found, .alone) }
        guard let entry = entry(object: object, instance: maxID) else {
            found.reason = .noEntry
            return found
        }
        found.entry = entry
        found.rights = entry.rights[found.server] ?? []
        found.reason = entry.rights[found.server] == nil ? .notNamed : .ownMask
        found.isAllowed = found.rights.contains(.create)
        return found
    }

    /// An instance of the Access Control Object itself: every server may read it, only its owner may write it.
    private func explainEntry(
        _ instance: ObjectInstanceID, _ right: AccessRights, _ found: inout AccessExplanation
    ) -> AccessExplanation {
        found.rights = rights(of: found.server, object: .accessControl, instance: instance)
        found.entry = entries.first { $0.id == instance }
        if right == .read { return allowed(&found, .free) }
        guard right == .write else { return found }
        if isAlone(found.server) { return allowed(&found, .alone) }
        found.isAllowed = found.rights.contains(.write)
        found.reason = found.isAllowed ? .owner : found.entry == nil ? .noEntry : .notNamed
        return found
    }

    private func allowed(
        _ found: inout AccessExplanation, _ reason: AccessExplanation.Reason
    ) -> AccessExplanation {
        found.isAllowed = true
        found.reason = reason
        return found
    }
}

extension AccessExplanation: CustomStringConvertible {
    /// One readable line: who, what, where, and why.
    package var description: String {
        "server \(server) \(isAllowed ? "may" : "may not") \(operation.verb) \(path): \(why)"
    }

    private var why: String {
        switch reason {
        case .securityObject: return "no server reaches Object 0"
        case .free: return "this takes no right"
        case .impossible: return "no server may"
        case .alone: return "it is the only server and has every right"
        case .noEntry:
            guard operation == .create, let object = path.object else {
                return "no instance of Object 2 is for it, and there are several servers"
            }
            return "no instance of Object 2 is for \(object)/65535, and there are several servers"
        case .ownMask: return "\(place) gives it \(rights.words)"
        case .owner where path.object == .accessControl: return "it owns \(place)"
        case .owner: return "it owns \(place), which has no mask for it: \(rights.words)"
        case .defaultMask: return "\(place) has no mask for it, and the default is \(rights.words)"
        case .notNamed where path.object == .accessControl: return "\(place) belongs to \(ownerWords)"
        case .notNamed: return "\(place) has no mask for it\(operation == .create ? "" : " and no default")"
        }
    }

    private var place: String { entry?.id.map { "/2/\($0)" } ?? "the entry" }

    private var ownerWords: String {
        guard let owner = entry?.owner, owner != maxID else { return "the bootstrap server" }
        return "server \(owner)"
    }
}

extension AccessRights {
    /// The mask with its letters, `5 (R E)`.
    fileprivate var words: String {
        let letters = [(AccessRights.read, "R"), (.write, "W"), (.execute, "E"), (.delete, "D"), (.create, "C")]
            .filter { contains($0.0) }.map(\.1)
        return letters.isEmpty ? "\(rawValue)" : "\(rawValue) (\(letters.joined(separator: " ")))"
    }
}

extension ManagementOperation {
    /// The operation as a verb for a sentence.
    fileprivate var verb: String {
        switch self {
        case .read: "read"
        case .observe: "observe"
        case .cancelObserve: "cancel observing"
        case .discover: "discover"
        case .write: "write"
        case .writeAttributes: "write attributes of"
        case .execute: "execute"
        case .create: "create in"
        case .delete: "delete"
        }
    }
}
