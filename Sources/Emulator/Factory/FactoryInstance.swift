public import LwM2M

/// An Object Instance that a new database has.
public struct FactoryInstance: Hashable, Sendable {
    /// `/1/10`.
    public var path: Path
    /// What differs from the instance that the Object's script makes by itself. A Resource that the product has not is
    /// passed over.
    public var resources: [Resource]

    public init(_ object: ObjectID, _ instance: ObjectInstanceID, _ values: [ResourceID: ResourceValue] = [:]) {
        path = Path(object, instance)
        resources = values.sorted { $0.key < $1.key }.map { Resource(id: $0.key, value: $0.value) }
    }

    mutating func set(_ resource: ResourceID, _ values: [ResourceInstanceID: ResourceValue]) {
        let instances = values.sorted { $0.key < $1.key }.map { ResourceInstance(id: $0.key, value: $0.value) }
        resources.append(Resource(id: resource, content: .multiple(instances)))
    }
}

/// The account of an operator's server in a new database.
struct FactoryAccount {
    var security: FactoryInstance
    var server: FactoryInstance

    var shortServerID: ShortServerID { security.shortServerID ?? 0 }
    var uri: String { security.uri }

    /// Gives the instances other ids.
    mutating func move(to security: ObjectInstanceID, _ server: ObjectInstanceID?) {
        self.security.path = Path(0, security)
        self.server.path = Path(1, server ?? security)
    }
}

extension FactoryInstance {
    /// Resource 10 of an instance of Object 0.
    var shortServerID: ShortServerID? {
        for case (10, .single(.integer(let number)?)) in resources.map({ ($0.id, $0.content) }) {
            return ShortServerID(exactly: number)
        }
        return nil
    }

    /// Resource 0 of an instance of Object 0; empty where it has none.
    var uri: String {
        for case (0, .single(.string(let text)?)) in resources.map({ ($0.id, $0.content) }) { return text }
        return ""
    }
}

extension FactoryDatabase {
    /// The accounts that the operator's bootstrap brings.
    var operatorServers: [FactoryAccount] {
        let securities = operatorAccounts.filter { $0.path.object == 0 }
        let servers = operatorAccounts.filter { $0.path.object == 1 }
        return zip(securities, servers).map { FactoryAccount(security: $0, server: $1) }
    }
}
