/// The effect of removing a server account on the access control entries.
///
/// - Source: LwM2M 1.0.1 appendix E.1.3.
package struct Unbootstrapping: Hashable, Sendable {
    /// Object Instances that this server owned and that no other server could access: they are removed, with their
    /// entries.
    package var removedInstances: [Path]
    /// The entries that are removed.
    var removedEntries: [AccessControlEntry]
    /// The entries that stay with changed content.
    var changedEntries: [AccessControlEntry]
    /// The rights without the server.
    package var result: AccessControl
}

extension AccessControl {
    /// What remains when a server account is removed.
    ///
    /// An Object Instance that this server owned and that no other server could access is removed with it. Elsewhere
    /// its rights are removed, and what it owned passes to the server with the most of the rights to write and to
    /// delete; among equals, to the one with the lowest id. A spared instance stays; if no other server could access
    /// it, it passes with all rights to the server with the lowest id.
    ///
    /// - Parameter isSpared: whether an Object Instance is never removed.
    /// - Source: LwM2M 1.0.1 appendix E.1.3.
    package func unbootstrapping(
        _ server: ShortServerID, sparing isSpared: (Path) -> Bool = { _ in false }
    ) -> Unbootstrapping {
        var outcome = Unbootstrapping(
            removedInstances: [], removedEntries: [], changedEntries: [],
            result: AccessControl(servers: servers.subtracting([server])))
        for entry in entries {
            guard entry.owner == server || entry.rights[server] != nil else {
                outcome.result.set(entry)
                continue
            }
            var rest = entry
            rest.rights[server] = nil
            if entry.owner == server {
                let path = Path(entry.object, entry.instance)
                if let heir = heir(to: rest, without: server) {
                    rest.owner = heir
                } else if isSpared(path), let successor = servers.subtracting([server]).min() {
                    rest.owner = successor
                    rest.rights[successor] = .owner
                } else {
                    outcome.removedEntries.append(entry)
                    if entry.instance != maxID, !isSpared(path) { outcome.removedInstances.append(path) }
                    continue
                }
            }
            outcome.changedEntries.append(rest)
            outcome.result.set(rest)
        }
        return outcome
    }

    /// Who owns an entry next; nil if it gives no other server a right.
    private func heir(to entry: AccessControlEntry, without server: ShortServerID) -> ShortServerID? {
        func weight(_ rights: AccessRights) -> Int {
            (rights.contains(.write) ? 1 : 0) + (rights.contains(.delete) ? 1 : 0)
        }
        let others = servers.union(entry.rights.keys).subtracting([server, 0, maxID]).sorted()
        let able = others.filter { !entry.rights(of: $0).isEmpty }
        return able.max { a, b in
            let (first, second) = (weight(entry.rights(of: a)), weight(entry.rights(of: b)))
            return first == second ? a > b : first < second
        }
    }
}
