import LwM2M

/// An instance of Object 0 or 1 as an account is read from it; a value of an odd type counts as absent.
struct AccountInstance {
    let id: ObjectInstanceID
    private let values: [ResourceID: ResourceValue]

    /// All instances of an Object, in the order in which the module lists them.
    static func all(of object: ObjectID, in model: any DataModel) -> [AccountInstance] {
        guard case .object(_, let instances)? = try? model.read(Path(object), from: .bootstrap) else { return [] }
        return instances.map(AccountInstance.init)
    }

    init(_ instance: ObjectInstance) {
        id = instance.id
        var values: [ResourceID: ResourceValue] = [:]
        for resource in instance.resources {
            if case .single(let value?) = resource.content { values[resource.id] = value }
        }
        self.values = values
    }

    /// The account of a bootstrap server that an instance of Object 0 makes alone.
    var bootstrapAccount: ServerAccount {
        var account = ServerAccount(
            securityInstance: id, serverInstance: nil, shortServerID: shortServerID(10) ?? 0, isBootstrap: true,
            uri: text(0), securityMode: integer(2) ?? 3)
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
        account.lifetime = integer(1) ?? ServerAccount.defaultLifetime
        account.defaultMinimumPeriod = integer(2)
        account.defaultMaximumPeriod = integer(3)
        account.disableTimeout = seconds(5) ?? ServerAccount.defaultDisableTimeout
        account.storesNotifications = boolean(6) ?? true
        account.binding = text(7).isEmpty ? "U" : text(7)
        return account
    }

    /// A Short Server ID that names a server.
    func shortServerID(_ resource: ResourceID) -> ShortServerID? {
        integer(resource).flatMap(ShortServerID.init(exactly:)).flatMap { (1...65534).contains($0) ? $0 : nil }
    }

    func boolean(_ resource: ResourceID) -> Bool? {
        switch values[resource] {
        case .boolean(let flag): flag
        case .integer(let number): number != 0
        default: nil
        }
    }

    private func integer(_ resource: ResourceID) -> Int64? {
        switch values[resource] {
        case .integer(let number), .time(let number): number
        case .unsignedInteger(let number): Int64(exactly: number)
        default: nil
        }
    }

    private func seconds(_ resource: ResourceID) -> Double? {
        integer(resource).map { Double(max(0, min($0, Int64(Int32.max)))) }
    }

    private func text(_ resource: ResourceID) -> String {
        if case .string(let text)? = values[resource] { text } else { "" }
    }

    private func bytes(_ resource: ResourceID) -> [UInt8] {
        switch values[resource] {
        case .opaque(let bytes): bytes
        case .string(let text): Array(text.utf8)
        default: []
        }
    }
}
