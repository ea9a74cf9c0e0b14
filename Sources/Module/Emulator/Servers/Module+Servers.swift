public import LwM2M
public import LwM2MClient
import ObjectHost
import Products

/// What the database and the profile say of the servers.
extension Module {
    /// When each server last acknowledged the client, in seconds since 1970.
    var registrations: [ShortServerID: Int64] { registrationsHere }

    /// Keeps it that a server acknowledged the client now.
    func keepRegistration(with server: ShortServerID) {
        registrationsHere[server] = unixTime
        unstored.registrations.insert(server)
        flush()
    }

    /// Forgets what was kept of a registration that is over.
    func forgetRegistration(with server: ShortServerID) {
        registrationsHere[server] = nil
        unstored.registrations.insert(server)
        flush()
    }

    /// The Short Server IDs of the accounts that the profile brings, by the URI that they have then.
    var profileAccounts: [ShortServerID: String] {
        let factory = factoryDatabase
        var accounts: [ShortServerID: String] = [:]
        for instance in factory.instances + factory.operatorAccounts where instance.path.object == .security {
            guard let id = instance.shortServerID else { continue }
            accounts[id] = instance.uri
        }
        return accounts
    }
}

extension Module {
    /// Makes the account in Objects 0 and 1, or gives the one with its Short Server ID these values; a management server
    /// gets every right on what is there.
    ///
    /// - throws: what an Object refuses, or that the module has none of them.
    func provision(_ account: DeskAccount) throws(LwM2MError) {
        let accounts = ServerAccounts(of: host)
        let known = account.isBootstrap ? accounts.bootstrap : accounts[account.shortServerID]
        let place = placeOfAccount
        try put(account.security, into: .security, known?.securityInstance, else: place)
        guard !account.isBootstrap else { return }
        try put(account.server, into: .server, known?.serverInstance, else: place)
        try giveRights(to: account.shortServerID, alsoBesideOthers: true)
    }

    /// Gives a server every right on all that is there, and to create what is not.
    ///
    /// - Parameter alsoBesideOthers: whether also on what has an entry in the Access Control Object; without it what the
    ///   host gave to a server stays that server's.
    /// - throws: what the Access Control Object refuses.
    func giveRights(to server: ShortServerID, alsoBesideOthers: Bool) throws(LwM2MError) {
        guard host.definition(of: .accessControl) != nil else { return }
        for id in host.objectIDs where id != .security && id != .accessControl {
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
        let taken = Set(host.instances(of: .security) + host.instances(of: .server) + operators)
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

/// A server account that the user asks for in one option, beside those of the operator profile.
public struct DeskAccount: Hashable, Sendable {
    public var address: ServerURI
    /// 1...65534.
    public var shortServerID: ShortServerID
    /// Whether the server is a bootstrap server, which brings the accounts of the others.
    public var isBootstrap = false
    /// In seconds.
    public var lifetime: Int64 = 300
    /// The identity of the pre-shared key; with `coaps` alone.
    public var identity: [UInt8] = []
    /// The pre-shared key, 1 to 64 bytes; with `coaps` alone.
    public var key: [UInt8] = []

    public init(address: ServerURI, shortServerID: ShortServerID) {
        self.address = address
        self.shortServerID = shortServerID
    }

    /// What the instance of Object 0 holds.
    var security: [Resource] {
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

    /// What the instance of Object 1 holds.
    var server: [Resource] {
        [
            Resource(id: ServerResource.shortServerID, value: .integer(Int64(shortServerID))),
            Resource(id: ServerResource.lifetime, value: .integer(lifetime)),
            Resource(id: ServerResource.notificationStoring, value: .boolean(true)),
            Resource(id: ServerResource.binding, value: .string("U")),
        ]
    }
}
