import LwM2M
import LwM2MClient
import ObjectHost

extension Module {
    /// Makes the account in Objects 0 and 1, or gives the one with its Short Server ID these values; a management server
    /// gets every right on what is there.
    ///
    /// - throws: what an Object refuses, or that the module has none of them.
    func provision(_ account: DeskAccount) throws(LwM2MError) {
        let accounts = ServerAccounts(of: host)
        let known = account.isBootstrap ? accounts.bootstrap : accounts[account.shortServerID]
        let place = placeOfAccount
        try put(account.security, into: 0, known?.securityInstance, else: place)
        guard !account.isBootstrap else { return }
        try put(account.server, into: 1, known?.serverInstance, else: place)
        try giveRights(to: account.shortServerID, alsoBesideOthers: true)
    }

    /// Gives a server every right on all that is there, and to create what is not.
    ///
    /// - Parameter alsoBesideOthers: whether also on what has an entry in the Access Control Object; without it what the
    ///   host gave to a server stays that server's.
    /// - throws: what the Access Control Object refuses.
    func giveRights(to server: ShortServerID, alsoBesideOthers: Bool) throws(LwM2MError) {
        guard host.definition(of: 2) != nil else { return }
        for id in host.objectIDs where id != 0 && id != 2 {
            for instance in host.instances(of: id) + [maxID] {
                guard alsoBesideOthers || host.accessControl.entry(object: id, instance: instance) == nil else {
                    continue
                }
                try allow(server, instance == maxID ? .create : .owner, id, instance)
            }
        }
    }

    /// The lowest id that no account has, nor any that the operator's bootstrap is to bring.
    private var placeOfAccount: ObjectInstanceID {
        let operators = factoryDatabase.operatorAccounts.compactMap(\.path.instance)
        let taken = Set(host.instances(of: 0) + host.instances(of: 1) + operators)
        return (0..<maxID).first { !taken.contains($0) } ?? 0
    }

    private func put(
        _ resources: [Resource], into object: ObjectID, _ instance: ObjectInstanceID?, else place: ObjectInstanceID
    ) throws(LwM2MError) {
        // What the product has not is left out.
        let definition = host.definition(of: object)
        let resources = resources.filter { definition?[$0.id] != nil }
        if let instance {
            try host.write(resources, to: Path(object, instance), mode: .partialUpdate, from: .host)
        } else {
            _ = try host.create(Path(object, place), with: resources, from: .host)
        }
    }

    /// Gives a server rights beside those of others.
    private func allow(
        _ server: ShortServerID, _ rights: AccessRights, _ object: ObjectID, _ instance: ObjectInstanceID
    ) throws(LwM2MError) {
        var entry =
            host.accessControl.entry(object: object, instance: instance)
            ?? AccessControlEntry(object: object, instance: instance, owner: instance == maxID ? maxID : server)
        guard entry.rights[server] != rights else { return }
        entry.rights[server] = rights
        try host.set(entry)
    }
}
