public import LwM2M

/// The accounts of a client, as Objects 0 and 1 hold them now.
///
/// The Short Server ID pairs the instances of both; their instance ids mean nothing.
///
/// - Source: LwM2M 1.0.1 §5.2.1.
public struct ServerAccounts: Hashable, Sendable {
    /// The account of the bootstrap server; nil where there is none.
    public private(set) var bootstrap: ServerAccount?
    /// The accounts of the management servers that have both instances, in the order of Object 1.
    public private(set) var servers: [ServerAccount] = []
    /// What keeps the whole from being used, for the log and for the answer to Bootstrap-Finish; nil where nothing does.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.2, §8.2.3.
    public private(set) var inconsistency: String?

    /// Reads the accounts; an Object that is not there has no instances.
    public init(of model: any DataModel) {
        var security: [ShortServerID: AccountInstance] = [:]
        for instance in AccountInstance.all(of: 0, in: model) {
            if instance.boolean(1) == true {
                if let bootstrap {
                    note("/0/\(bootstrap.securityInstance) and /0/\(instance.id) are both of a bootstrap server")
                } else {
                    bootstrap = instance.bootstrapAccount
                }
                continue
            }
            guard let id = instance.shortServerID(10) else {
                note("/0/\(instance.id) has no Short Server ID from 1 to 65534")
                continue
            }
            if let other = security[id] {
                note("/0/\(other.id) and /0/\(instance.id) have the same Short Server ID, \(id)")
            } else {
                security[id] = instance
            }
        }
        pair(security, with: AccountInstance.all(of: 1, in: model))
        if let bootstrap { check(bootstrap) }
        for server in servers { check(server) }
        if servers.isEmpty { note("there is no account of a management server") }
    }

    /// The account of a management server.
    public subscript(_ id: ShortServerID) -> ServerAccount? { servers.first { $0.shortServerID == id } }

    private mutating func pair(_ security: [ShortServerID: AccountInstance], with instances: [AccountInstance]) {
        for instance in instances {
            guard let id = instance.shortServerID(0) else {
                note("/1/\(instance.id) has no Short Server ID from 1 to 65534")
                continue
            }
            guard let way = security[id] else {
                note("/1/\(instance.id) has no instance of Object 0 with its Short Server ID, \(id)")
                continue
            }
            if self[id] != nil {
                note("two instances of Object 1 have the Short Server ID \(id)")
            } else {
                servers.append(instance.account(reachedBy: way, shortServerID: id))
            }
        }
        for (id, instance) in security.sorted(by: { $0.value.id < $1.value.id }) where self[id] == nil {
            note("/0/\(instance.id) has no instance of Object 1 with its Short Server ID, \(id)")
        }
    }

    private mutating func check(_ account: ServerAccount) {
        do throws(ServerAccountError) {
            _ = try account.address()
            _ = try account.security()
        } catch {
            note(error.message)
        }
    }

    private mutating func note(_ problem: String) { inconsistency = inconsistency ?? problem }
}
