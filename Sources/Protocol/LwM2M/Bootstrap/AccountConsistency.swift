/// Whether the accounts of a client are usable.
///
/// - Source: LwM2M 1.0.1 §5.2.7.6, appendix E.1 to E.3.
package struct AccountConsistency: Hashable, Sendable {
    package var securities: [SecurityInstance]
    package var servers: [ServerInstance]
    /// nil if the client has no Access Control Object.
    package var accessControl: AccessControl?
    /// The most bootstrap server accounts allowed: 1, or as many as there were before a bootstrap.
    var mostBootstrapServers = 1

    package init(securities: [SecurityInstance], servers: [ServerInstance], accessControl: AccessControl?) {
        self.securities = securities
        self.servers = servers
        self.accessControl = accessControl
    }

    /// The accounts that a data model holds.
    package init(of model: any DataModel) {
        let securities = SecurityInstance.all(in: model)
        self.init(
            securities: securities, servers: ServerInstance.all(in: model),
            accessControl: model.definition(of: .accessControl) == nil
                ? nil : AccessControl(servers: Self.serverIDs(securities), entries: AccessControlEntry.all(in: model)))
    }

    /// The servers that have a Security Object Instance.
    package var serverIDs: Set<ShortServerID> { Self.serverIDs(securities) }

    private static func serverIDs(_ securities: [SecurityInstance]) -> Set<ShortServerID> {
        Set(securities.filter { !$0.isBootstrapServer }.compactMap(\.shortServerID))
    }

    /// What is wrong, in readable form; nil if nothing is.
    package var fault: String? {
        faultOfSecurities ?? faultOfServers ?? faultOfAccessControl
    }

    private var faultOfSecurities: String? {
        var seen: Set<ShortServerID> = []
        var bootstrapServers = 0
        for security in securities {
            let place = "/0/\(security.id)"
            if security.isBootstrapServer {
                bootstrapServers += 1
            } else {
                guard let id = security.shortServerID else { return "\(place)/10 names no server" }
                guard seen.insert(id).inserted else {
                    return "\(place)/10: two accounts have the Short Server ID \(id)"
                }
            }
            if let fault = Self.fault(of: security) { return "\(place): \(fault)" }
        }
        return bootstrapServers > mostBootstrapServers ? "there are \(bootstrapServers) bootstrap accounts" : nil
    }

    private static func fault(of security: SecurityInstance) -> String? {
        if let fault = faultOfURI(of: security) { return fault }
        if security.securityMode != 0, security.securityMode != 3 {
            return "the security mode \(security.securityMode) is not supported; 0, a pre-shared key, and 3, none, are"
        }
        if security.securityMode == 0, !security.hasKeys { return "the identity or the key is missing" }
        return nil
    }

    private static func faultOfURI(of security: SecurityInstance) -> String? {
        let (uri, mode) = (security.serverURI, security.securityMode)
        if uri.isEmpty { return "the server URI is missing" }
        // A server without a scheme is contacted as the security mode says.
        guard let colon = uri.firstIndex(of: ":"), uri[colon...].hasPrefix("://") else { return nil }
        let scheme = uri[..<colon].lowercased()
        guard ["coap", "coaps"].contains(scheme) else {
            return "the URI has the scheme '\(scheme.prefix(20))'; coap and coaps are supported"
        }
        if uri[colon...] == "://" { return "the URI names no host" }
        if scheme == "coap", mode != 3 { return "the URI is coap and the security mode \(mode); NoSec is 3" }
        if scheme == "coaps", mode == 3 { return "the URI is coaps and the security mode 3, NoSec" }
        return nil
    }

    private var faultOfServers: String? {
        let known = serverIDs
        var seen: Set<ShortServerID> = []
        for server in servers {
            guard let id = server.shortServerID else { return "/1/\(server.id)/0 names no server" }
            if let fault = server.fault { return "/1/\(server.id): \(fault)" }
            guard known.contains(id) else { return "/1/\(server.id) has no Security Instance for server \(id)" }
            guard seen.insert(id).inserted else {
                return "/1/\(server.id)/0: two Server Instances have the Short Server ID \(id)"
            }
        }
        return seen.isEmpty ? "there is no server account" : nil
    }

    private var faultOfAccessControl: String? {
        let known = serverIDs
        guard let accessControl else {
            return known.count > 1 ? "there are several servers and no Access Control Object" : nil
        }
        for entry in accessControl.entries {
            let named = Set(entry.rights.keys).union([entry.owner]).subtracting([0, maxID])
            if let stranger = named.subtracting(known).min() {
                return "/2/\(entry.id.map(String.init) ?? "?") names server \(stranger), which has no account"
            }
        }
        return nil
    }
}

/// An instance of the Security Object, as far as it matters to the account rules. Keys are not copied.
///
/// - Source: LwM2M 1.0.1 appendix E.1.
package struct SecurityInstance: Hashable, Sendable {
    package var id: ObjectInstanceID
    /// Resource 0.
    package var serverURI: String
    /// Resource 1: whether this is the account of the bootstrap server.
    package var isBootstrapServer: Bool
    /// Resource 2: 0 is PSK, 3 NoSec.
    package var securityMode: Int64
    /// Resource 10 if it names a server, 1...65534; nil for anything else.
    package var shortServerID: ShortServerID?
    /// Whether Resources 3 and 5 are both non-empty, which PSK requires.
    var hasKeys: Bool

    /// Reads all instances of a data model, in its order; those that cannot be read are left out.
    package static func all(in model: any DataModel) -> [SecurityInstance] {
        model.instances(of: .security).compactMap { SecurityInstance($0, in: model) }
    }

    /// Reads one instance; nil if it does not exist.
    package init?(_ id: ObjectInstanceID, in model: any DataModel) {
        guard case .instance(let instance)? = try? model.read(Path(.security, id), from: .bootstrap) else { return nil }
        self.id = id
        serverURI = instance.text(SecurityResource.serverURI) ?? ""
        isBootstrapServer = instance.single(SecurityResource.isBootstrapServer) == .boolean(true)
        securityMode = instance.integer(SecurityResource.securityMode) ?? 0
        shortServerID = instance.integer(SecurityResource.shortServerID).flatMap(ShortServerID.init(naming:))
        hasKeys = [SecurityResource.identity, SecurityResource.secretKey].allSatisfy { resource in
            if case .opaque(let bytes)? = instance.single(resource) { !bytes.isEmpty } else { false }
        }
    }
}

/// An instance of the Server Object, as far as it matters to the account rules.
///
/// - Source: LwM2M 1.0.1 appendix E.2.
package struct ServerInstance: Hashable, Sendable {
    package var id: ObjectInstanceID
    /// Resource 0 if it names a server, 1...65534; nil for anything else.
    package var shortServerID: ShortServerID?
    /// What is wrong with the values of the instance, in readable form; nil if nothing is.
    package var fault: String?

    /// Reads all instances of a data model, in its order; those that cannot be read are left out.
    package static func all(in model: any DataModel) -> [ServerInstance] {
        model.instances(of: .server).compactMap { ServerInstance($0, in: model) }
    }

    /// Reads one instance; nil if it does not exist.
    package init?(_ id: ObjectInstanceID, in model: any DataModel) {
        guard case .instance(let instance)? = try? model.read(Path(.server, id), from: .bootstrap) else { return nil }
        self.id = id
        shortServerID = instance.integer(ServerResource.shortServerID).flatMap(ShortServerID.init(naming:))
        for resource in ServerResource.limited where fault == nil {
            fault = instance.single(resource).flatMap { ServerResource.fault(of: $0, in: resource) }
        }
    }
}

/// The Resources of the Server Object, `/1`, and what they may hold.
///
/// - Source: LwM2M 1.0.1 appendix E.2, §5.3.1.1; from `apnLink` on LwM2M 1.1.1 appendix E.2.
package enum ServerResource {
    /// Short Server ID.
    package static let shortServerID: ResourceID = 0
    /// Lifetime, in seconds.
    package static let lifetime: ResourceID = 1
    /// Default Minimum Period, in seconds.
    package static let defaultMinimumPeriod: ResourceID = 2
    /// Default Maximum Period, in seconds.
    package static let defaultMaximumPeriod: ResourceID = 3
    /// Disable.
    package static let disable: ResourceID = 4
    /// Disable Timeout, in seconds.
    package static let disableTimeout: ResourceID = 5
    /// Notification Storing When Disabled or Offline.
    package static let notificationStoring: ResourceID = 6
    /// Binding.
    package static let binding: ResourceID = 7
    /// Registration Update Trigger.
    package static let registrationUpdateTrigger: ResourceID = 8
    /// Bootstrap-Request Trigger.
    package static let bootstrapRequestTrigger: ResourceID = 9
    /// APN Link.
    package static let apnLink: ResourceID = 10
    /// Bootstrap on Registration Failure.
    package static let bootstrapOnRegistrationFailure: ResourceID = 16
    /// Communication Retry Count.
    package static let communicationRetryCount: ResourceID = 17
    /// Communication Retry Timer, in seconds.
    package static let communicationRetryTimer: ResourceID = 18
    /// An operator-specific Resource: the state of the registration, and a time to hold it off.
    package static let registrationState: ResourceID = 30000

    /// The Resources for which `fault(of:in:)` has a rule.
    static let limited = [lifetime, defaultMinimumPeriod, defaultMaximumPeriod, disableTimeout, binding]

    /// The binding modes, which say how a server reaches a client.
    package static let bindings = ["U", "UQ", "S", "SQ", "US", "UQS"]

    /// Why an instance of Object 1 cannot hold a value; nil if it can.
    package static func fault(of value: ResourceValue, in resource: ResourceID) -> String? {
        switch (resource, value) {
        case (Self.lifetime, .integer(let lifetime)) where lifetime < 1:
            "the Lifetime is \(lifetime), and at least 1 s is needed"
        case (defaultMinimumPeriod, .integer(let seconds)) where seconds < 0,
            (defaultMaximumPeriod, .integer(let seconds)) where seconds < 0,
            (disableTimeout, .integer(let seconds)) where seconds < 0:
            "\(seconds) is not a number of seconds to wait"
        case (Self.binding, .string(let binding)) where !bindings.contains(binding):
            "the Binding '\(binding.prefix(20))' is not one of \(bindings.joined(separator: ", "))"
        default: nil
        }
    }

    /// - throws: 4.00 for a value that an instance of Object 1 cannot hold.
    package static func check(_ resources: [Resource], of instance: ObjectInstanceID?) throws(LwM2MError) {
        for resource in resources {
            guard case .single(let value?) = resource.content, let fault = fault(of: value, in: resource.id)
            else { continue }
            let place = instance.map { "/1/\($0)/\(resource.id)" } ?? "/1"
            throw LwM2MError(.badRequest, "\(place): \(fault)")
        }
    }
}
