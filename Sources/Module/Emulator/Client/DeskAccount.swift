package import LwM2M
package import LwM2MClient
import ObjectHost

/// A server account that the user requests with an option, in addition to those of the operator profile.
package struct DeskAccount: Hashable, Sendable {
    /// Where the server is.
    package var address: ServerURI
    /// 1...65534.
    package var shortServerID: ShortServerID
    /// Whether the server is a bootstrap server, which brings the accounts of the others.
    package var isBootstrap = false
    /// In seconds.
    package var lifetime: Int64 = 300
    /// The identity of the pre-shared key; only with `coaps`.
    package var identity: [UInt8] = []
    /// The pre-shared key, 1 to 64 bytes; only with `coaps`.
    package var key: [UInt8] = []

    /// An account of a management server, with a lifetime of 300 seconds and without a key.
    package init(address: ServerURI, shortServerID: ShortServerID) {
        self.address = address
        self.shortServerID = shortServerID
    }

    /// Creates the account in Objects 0 and 1, or updates the one with its Short Server ID; a management server gets
    /// every right on everything that exists.
    ///
    /// - Parameter operators: the accounts that the operator's bootstrap will bring, whose places stay free.
    /// - throws: what an Object refuses, or an error if the module has neither Object.
    func provision(in host: ObjectHost, operators: [FactoryInstance]) throws(LwM2MError) {
        let accounts = ServerAccounts(of: host)
        let known = isBootstrap ? accounts.bootstrap : accounts[shortServerID]
        let taken = Set(
            host.instances(of: .security) + host.instances(of: .server) + operators.compactMap(\.path.instance))
        let free = (0..<maxID).first { !taken.contains($0) } ?? 0
        try host.put(security, into: .security, known?.securityInstance, else: free)
        guard !isBootstrap else { return }
        try host.put(server, into: .server, known?.serverInstance, else: free)
        try host.giveEveryRight(to: shortServerID, alsoBesideOthers: true)
    }

    /// What the instance of Object 0 contains.
    private var security: [Resource] {
        var resources = [
            Resource(id: SecurityResource.serverURI, value: .string("\(address)")),
            Resource(id: SecurityResource.isBootstrapServer, value: .boolean(isBootstrap)),
            Resource(id: SecurityResource.securityMode, value: .integer(address.isSecure ? 0 : 3)),
            Resource(id: SecurityResource.shortServerID, value: .integer(Int64(shortServerID))),
        ]
        if address.isSecure {
            resources.append(Resource(id: SecurityResource.identity, value: .opaque(identity)))
            resources.append(Resource(id: SecurityResource.secretKey, value: .opaque(key)))
        }
        return resources
    }

    /// What the instance of Object 1 contains.
    private var server: [Resource] {
        [
            Resource(id: ServerResource.shortServerID, value: .integer(Int64(shortServerID))),
            Resource(id: ServerResource.lifetime, value: .integer(lifetime)),
            Resource(id: ServerResource.notificationStoring, value: .boolean(true)),
            Resource(id: ServerResource.binding, value: .string("U")),
        ]
    }
}

extension ObjectHost {
    /// Gives a server every right on everything that exists, and the right to create what does not.
    ///
    /// - Parameter alsoBesideOthers: whether this includes what already has an entry in the Access Control Object;
    ///   without it, what the host gave to a server stays that server's.
    /// - throws: what the Access Control Object refuses.
    func giveEveryRight(to server: ShortServerID, alsoBesideOthers: Bool) throws(LwM2MError) {
        guard definition(of: .accessControl) != nil else { return }
        try makingEntries { () throws(LwM2MError) in
            for id in objectIDs where id != .security && id != .accessControl {
                for instance in instances(of: id) + [maxID] {
                    guard alsoBesideOthers || accessControl.entry(object: id, instance: instance) == nil else {
                        continue
                    }
                    try allow(server, instance == maxID ? .create : .owner, id, instance)
                }
            }
        }
    }

    /// Writes Resources to an instance, or creates it with them in a free place.
    fileprivate func put(
        _ resources: [Resource], into object: ObjectID, _ instance: ObjectInstanceID?, else place: ObjectInstanceID
    ) throws(LwM2MError) {
        // Resources that the product does not have are left out.
        let definition = definition(of: object)
        let resources = resources.filter { definition?[$0.id] != nil }
        if let instance {
            try write(resources, to: Path(object, instance), mode: .partialUpdate, from: .host)
        } else {
            _ = try create(Path(object, place), with: resources, from: .host)
        }
    }

    /// Gives a server rights alongside those of others.
    private func allow(
        _ server: ShortServerID, _ rights: AccessRights, _ object: ObjectID, _ instance: ObjectInstanceID
    ) throws(LwM2MError) {
        var entry =
            accessControl.entry(object: object, instance: instance)
            ?? AccessControlEntry(object: object, instance: instance, owner: instance == maxID ? maxID : server)
        guard entry.rights[server] != rights else { return }
        entry.rights[server] = rights
        try set(entry)
    }
}
