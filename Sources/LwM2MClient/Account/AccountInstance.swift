import LwM2M

/// An instance of Object 0 or 1 as an account is read from it; a value of an odd type counts as absent.
struct AccountInstance {
    private let instance: ObjectInstance

    /// All instances of an Object, in the order in which the module lists them.
    static func all(of object: ObjectID, in model: any DataModel) -> [AccountInstance] {
        guard case .object(_, let instances)? = try? model.read(Path(object), from: .bootstrap) else { return [] }
        return instances.map(AccountInstance.init)
    }

    init(_ instance: ObjectInstance) { self.instance = instance }

    var id: ObjectInstanceID { instance.id }

    /// The account of a bootstrap server that an instance of Object 0 makes alone.
    var bootstrapAccount: ServerAccount {
        var account = ServerAccount(
            securityInstance: id, serverInstance: nil, shortServerID: shortServerID(10) ?? 0, isBootstrap: true,
            uri: instance.text(0) ?? "", securityMode: instance.integer(2) ?? 3)
        account.identity = bytes(3)
        account.key = bytes(5)
        account.holdOff = seconds(11) ?? 0
        account.accountTimeout = seconds(12) ?? 0
        return account
    }

    /// The account of a management server, from its instance of Object 1 and that of Object 0.
    func account(reachedBy security: AccountInstance, shortServerID: ShortServerID) -> ServerAccount {
        var account = security.bootstrapAccount
        account.isBootstrap = false
        account.serverInstance = id
        account.shortServerID = shortServerID
        account.lifetime = instance.integer(1) ?? ServerAccount.defaultLifetime
        account.defaultMinimumPeriod = instance.integer(2)
        account.defaultMaximumPeriod = instance.integer(3)
        account.disableTimeout = seconds(5) ?? ServerAccount.defaultDisableTimeout
        account.storesNotifications = boolean(6) ?? true
        account.binding = instance.text(7).flatMap { $0.isEmpty ? nil : $0 } ?? "U"
        return account
    }

    /// A Short Server ID that names a server.
    func shortServerID(_ resource: ResourceID) -> ShortServerID? {
        instance.integer(resource).flatMap(ShortServerID.init(naming:))
    }

    func boolean(_ resource: ResourceID) -> Bool? {
        switch instance.single(resource) {
        case .boolean(let flag): flag
        case .integer(let number): number != 0
        default: nil
        }
    }

    private func seconds(_ resource: ResourceID) -> Double? {
        instance.integer(resource).map { Double(max(0, min($0, Int64(Int32.max)))) }
    }

    private func bytes(_ resource: ResourceID) -> [UInt8] {
        switch instance.single(resource) {
        case .opaque(let bytes): bytes
        case .string(let text): Array(text.utf8)
        default: []
        }
    }
}
