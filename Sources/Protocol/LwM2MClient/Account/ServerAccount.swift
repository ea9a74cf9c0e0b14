package import CoAP
package import LwM2M

/// What the client knows about one server: an instance of Object 0 and, for a management server, the instance of Object
/// 1 with the same Short Server ID.
///
/// - Source: LwM2M 1.0.1 §5.2.1, appendices E.1 and E.2.
package struct ServerAccount: Hashable, Sendable {
    /// The instance of Object 0.
    package var securityInstance: ObjectInstanceID
    /// The instance of Object 1; nil for the bootstrap server.
    package var serverInstance: ObjectInstanceID?
    /// 1...65534; for the bootstrap server, what its instance of Object 0 holds, otherwise 0.
    package var shortServerID: ShortServerID
    package var isBootstrap: Bool
    /// Resource 0 of Object 0, as stored.
    package var uri: String
    /// Resource 2 of Object 0: 0 is a pre-shared key, 3 is none.
    package var securityMode: Int64
    /// Resource 3 of Object 0: the identity of the pre-shared key.
    package var identity: [UInt8] = []
    /// Resource 5 of Object 0: the pre-shared key. It appears in no log.
    package var key: [UInt8] = []
    /// Resource 11 of Object 0: seconds to wait for the bootstrap server to begin on its own initiative.
    package var holdOff: Double = 0
    /// Resource 12 of Object 0: seconds that the bootstrap account is kept after a successful bootstrap; 0 means
    /// forever.
    var accountTimeout: Double = 0
    /// Resource 1 of Object 1, in seconds.
    package var lifetime: Int64 = ServerAccount.defaultLifetime
    /// Resource 2 of Object 1, in seconds; nil if it is absent.
    package var defaultMinimumPeriod: Int64?
    /// Resource 3 of Object 1, in seconds; nil if it is absent.
    package var defaultMaximumPeriod: Int64?
    /// Resource 5 of Object 1, in seconds.
    package var disableTimeout: Double = ServerAccount.defaultDisableTimeout
    /// Resource 6 of Object 1.
    package var storesNotifications = true
    /// Resource 7 of Object 1.
    package var binding = "U"

    static let defaultLifetime: Int64 = 86_400
    static let defaultDisableTimeout = 86_400.0

    package init(
        securityInstance: ObjectInstanceID, serverInstance: ObjectInstanceID?, shortServerID: ShortServerID,
        isBootstrap: Bool = false, uri: String, securityMode: Int64 = 3
    ) {
        self.securityInstance = securityInstance
        self.serverInstance = serverInstance
        self.shortServerID = shortServerID
        self.isBootstrap = isBootstrap
        self.uri = uri
        self.securityMode = securityMode
    }

    /// Whether the server queues its requests until the client is awake.
    ///
    /// - Source: LwM2M 1.0.1 §5.3.1.1, binding UQ.
    package var isQueued: Bool { binding.contains("Q") }

    /// Where the server is.
    ///
    /// - throws: if Resource 0 is invalid, or does not match the security mode.
    package func address() throws(ServerAccountError) -> ServerURI {
        let address = try ServerURI(parsing: uri, isSecure: securityMode != 3)
        guard address.isSecure == (securityMode != 3) else {
            throw ServerAccountError(
                address.isSecure
                    ? "\(address) needs a pre-shared key: /0/\(securityInstance)/2 is \(securityMode), 0 is wanted"
                    : "\(address) has no security: /0/\(securityInstance)/2 is \(securityMode), 3 is wanted")
        }
        return address
    }

    /// How the connection is protected.
    ///
    /// - throws: for a security mode other than 0 and 3, and for a key that is missing or too long.
    /// - Source: LwM2M 1.0.1 §7.1.
    package func security() throws(ServerAccountError) -> ConnectionSecurity {
        switch securityMode {
        case 3: return .none
        case 0:
            guard !key.isEmpty, key.count <= 64 else {
                throw ServerAccountError("/0/\(securityInstance)/5 holds no pre-shared key of 1 to 64 bytes")
            }
            guard identity.count <= 128 else {
                throw ServerAccountError("/0/\(securityInstance)/3 is longer than 128 bytes")
            }
            return .preSharedKey(identity: identity, key: key)
        default:
            throw ServerAccountError(
                "security mode \(securityMode) of /0/\(securityInstance)/2 is not supported; 0 and 3 are")
        }
    }

    /// Whether the server is reached in the same way, so that a connection to it can stay open.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.5.
    package func isReached(as other: ServerAccount) -> Bool {
        uri == other.uri && securityMode == other.securityMode && identity == other.identity && key == other.key
    }
}

/// Why a server account cannot be used, for the log.
package struct ServerAccountError: Error, Hashable, Sendable {
    /// What is wrong: lower case, no full stop, names the thing and the value.
    package var message: String

    package init(_ message: String) { self.message = message }
}

extension ServerAccountError: CustomStringConvertible {
    package var description: String { message }
}

/// The usable accounts of a client, as Objects 0 and 1 hold them now.
///
/// The Short Server ID pairs the instances of both; their instance ids have no meaning. Incomplete accounts are
/// skipped; `AccountConsistency` says what is wrong with them.
///
/// - Source: LwM2M 1.0.1 §5.2.1.
package struct ServerAccounts: Hashable, Sendable {
    /// The account of the bootstrap server; nil if there is none.
    package private(set) var bootstrap: ServerAccount?
    /// Whether there is an account of the bootstrap server. Each request asks, and `!=` would copy the account.
    var hasBootstrap: Bool { if case .some = bootstrap { true } else { false } }
    /// The accounts of the management servers, in the order of Object 1.
    package private(set) var servers: [ServerAccount] = []

    /// Reads the accounts; an Object that does not exist has no instances.
    package init(of model: any DataModel) {
        var security: [ShortServerID: AccountInstance] = [:]
        for instance in AccountInstance.all(of: .security, in: model) {
            if instance.boolean(SecurityResource.isBootstrapServer) == true {
                bootstrap = bootstrap ?? instance.bootstrapAccount
            } else if let id = instance.shortServerID(SecurityResource.shortServerID), security[id] == nil {
                security[id] = instance
            }
        }
        for instance in AccountInstance.all(of: .server, in: model) {
            guard let id = instance.shortServerID(ServerResource.shortServerID), let way = security[id], self[id] == nil
            else { continue }
            servers.append(instance.account(reachedBy: way, shortServerID: id))
        }
    }

    /// The account of a management server.
    package subscript(_ id: ShortServerID) -> ServerAccount? { servers.first { $0.shortServerID == id } }
}

/// An instance of Object 0 or 1 from which an account is read; a value of an unexpected type counts as absent.
struct AccountInstance {
    private let instance: ObjectInstance

    /// All instances of an Object, in the order in which the module lists them.
    static func all(of object: ObjectID, in model: any DataModel) -> [AccountInstance] {
        guard case .object(_, let instances)? = try? model.read(Path(object), from: .bootstrap) else { return [] }
        return instances.map(AccountInstance.init)
    }

    init(_ instance: ObjectInstance) { self.instance = instance }

    var id: ObjectInstanceID { instance.id }

    /// The account of a bootstrap server, which needs only an instance of Object 0.
    var bootstrapAccount: ServerAccount {
        var account = ServerAccount(
            securityInstance: id, serverInstance: nil,
            shortServerID: shortServerID(SecurityResource.shortServerID) ?? 0, isBootstrap: true,
            uri: instance.text(SecurityResource.serverURI) ?? "",
            securityMode: instance.integer(SecurityResource.securityMode) ?? 3)
        account.identity = bytes(SecurityResource.identity)
        account.key = bytes(SecurityResource.secretKey)
        account.holdOff = seconds(SecurityResource.clientHoldOffTime) ?? 0
        account.accountTimeout = seconds(SecurityResource.bootstrapAccountTimeout) ?? 0
        return account
    }

    /// The account of a management server, from its instance of Object 1 and that of Object 0.
    func account(reachedBy security: AccountInstance, shortServerID: ShortServerID) -> ServerAccount {
        var account = security.bootstrapAccount
        account.isBootstrap = false
        account.serverInstance = id
        account.shortServerID = shortServerID
        account.lifetime = instance.integer(ServerResource.lifetime) ?? ServerAccount.defaultLifetime
        account.defaultMinimumPeriod = instance.integer(ServerResource.defaultMinimumPeriod)
        account.defaultMaximumPeriod = instance.integer(ServerResource.defaultMaximumPeriod)
        account.disableTimeout = seconds(ServerResource.disableTimeout) ?? ServerAccount.defaultDisableTimeout
        account.storesNotifications = boolean(ServerResource.notificationStoring) ?? true
        account.binding = instance.text(ServerResource.binding).flatMap { $0.isEmpty ? nil : $0 } ?? "U"
        return account
    }

    /// The Short Server ID in a Resource, if it names a server.
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
