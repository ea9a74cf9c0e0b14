public import LwM2M

/// The accounts of a client that it can work with, as Objects 0 and 1 hold them now.
///
/// The Short Server ID pairs the instances of both; their instance ids mean nothing. What is not whole is passed over;
/// `AccountConsistency` says what is wrong with it.
///
/// - Source: LwM2M 1.0.1 §5.2.1.
public struct ServerAccounts: Hashable, Sendable {
    /// The account of the bootstrap server; nil where there is none.
    public private(set) var bootstrap: ServerAccount?
    /// The accounts of the management servers, in the order of Object 1.
    public private(set) var servers: [ServerAccount] = []

    /// Reads the accounts; an Object that is not there has no instances.
    public init(of model: any DataModel) {
        var security: [ShortServerID: AccountInstance] = [:]
        for instance in AccountInstance.all(of: 0, in: model) {
            if instance.boolean(1) == true {
                bootstrap = bootstrap ?? instance.bootstrapAccount
            } else if let id = instance.shortServerID(10), security[id] == nil {
                security[id] = instance
            }
        }
        for instance in AccountInstance.all(of: 1, in: model) {
            guard let id = instance.shortServerID(0), let way = security[id], self[id] == nil else { continue }
            servers.append(instance.account(reachedBy: way, shortServerID: id))
        }
    }

    /// The account of a management server.
    public subscript(_ id: ShortServerID) -> ServerAccount? { servers.first { $0.shortServerID == id } }
}
