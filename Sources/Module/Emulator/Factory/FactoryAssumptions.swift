import LwM2M
import Products

/// What no source specifies about a new database. Each choice is made once, here, so that the answer of a real module
/// can replace it.
enum FactoryAssumptions {
    /// The Objects with a single instance, 0, on every product that has them, as shown in the listings of the sources.
    static let singleObjects: [ObjectID] = [.device, .connectivityMonitoring, .firmwareUpdate]

    /// Connectivity Statistics has an instance in the listing of SARA-R5 but none in that of SARA-R410M; the others are
    /// assumed to match SARA-R5.
    static func hasStatistics(_ product: Product) -> Bool { !product.group.isR41 }

    /// The listing of SARA-R410M has 8 software components, that of SARA-R5 has one.
    static func softwareComponents(_ product: Product) -> Int { product.group.isR41 ? 8 : 1 }

    /// Portfolio has an instance in the listing of SARA-R5 under AT&T, but none in that of SARA-R410M.
    static func hasPortfolio(_ product: Product) -> Bool { product.group.isR5 }

    /// The owner of the entries of a new Access Control Object, with all rights: the u-blox server, or, if there is
    /// none, the first server of the operator.
    static func owner(_ servers: [ProfileServer]) -> ShortServerID? {
        (servers.first { $0.shortServerID == 721 } ?? servers.first).map { ShortServerID($0.shortServerID) }
    }

    /// The Security instance of the bootstrap server.
    static let firstBootstrapInstance: ObjectInstanceID = 0
    /// The accounts of an operator's servers are numbered from 1 in the order of table 6; they skip the number of the
    /// u-blox server if it is in that range.
    static let firstOperatorInstance: ObjectInstanceID = 1

    /// No source gives the addresses of the operators' servers; this name can never be a real one.
    static func address(_ shortServerID: Int, profile: Int) -> String {
        "coaps://server-\(shortServerID).profile-\(profile).invalid:5684"
    }

    /// Resources that exist whatever the tables say. Table 2 lists Object 0 of the types -00 without the Short Server
    /// ID, but without it no account could be matched to its Server (LwM2M 1.0.1 appendix E.1); no server can read
    /// Object 0.
    static let needed: [ObjectID: Set<ResourceID>] = [.security: [SecurityResource.shortServerID]]

    /// The number of AT&T's own context on SARA-R5 (UBX-20009652 R02 §6.4); the others are assumed to match SARA-R5.
    static let attContext = 2
    /// The contexts of Verizon, which cannot be changed: the first is for internet data (UBX-18068860 R09, table 6),
    /// which also names "VZWADMIN"; the other names are those of Verizon's classes.
    static let verizonContexts = [
        "VZWINTERNET", "VZWADMIN", "VZWAPP", "VZWCLASS4", "VZWCLASS5", "VZWCLASS6", "VZWCLASS7",
    ].enumerated().map { PDPContext(id: $0 + 1, kind: .ipv4v6, apn: $1) }

    /// A placeholder for the module's own key.
    static let moduleKey = [UInt8](repeating: 0, count: 16)

    /// `/1/10` as printed by a SARA-R5 (UBX-20033314 R03 §3.6), the same for all.
    static func server(_ server: ProfileServer) -> [ResourceID: ResourceValue] {
        [
            ServerResource.shortServerID: .integer(Int64(server.shortServerID)),
            ServerResource.lifetime: .integer(Int64(server.lifetime)),
            ServerResource.defaultMinimumPeriod: .integer(10),
            ServerResource.defaultMaximumPeriod: .integer(60), ServerResource.disableTimeout: .integer(86_400),
            ServerResource.notificationStoring: .boolean(false), ServerResource.binding: .string("UQS"),
            ServerResource.apnLink: .objectLink(ObjectLink(object: .apnConnectionProfile, instance: 0)),
            ServerResource.bootstrapOnRegistrationFailure: .boolean(server.bootstrapsOnFailure),
            ServerResource.communicationRetryCount: .integer(4), ServerResource.communicationRetryTimer: .integer(30),
        ]
    }
}

extension ProfileServer {
    /// Only Verizon's Device Management has the flag in the lists of the note (§3.5.3).
    fileprivate var bootstrapsOnFailure: Bool { shortServerID == 102 }
}
