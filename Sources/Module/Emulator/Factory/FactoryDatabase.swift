package import LwM2M
package import Products

/// The instances of a new database: those of the client itself, the accounts of the profile, and the Access Control
/// instances that protect them.
///
/// - Source: UBX-18068860 R09 §3.3, §4.2, §4.4; the listings of UBX-20033314 R03 §3.6.
package struct FactoryDatabase: Hashable, Sendable {
    /// In the order in which they are created.
    package private(set) var instances: [FactoryInstance] = []
    /// The instances that belong to the module itself, regardless of its servers: all but the accounts and the
    /// instances that protect them.
    var ownInstances: Set<Path> { Set(instances.map(\.path).filter { ($0.object ?? .security) > .accessControl }) }
    /// The accounts that the operator's bootstrap brings, a Security and a Server instance each; empty without
    /// bootstrap.
    private(set) var operatorAccounts: [FactoryInstance] = []

    /// The URIs of the accounts that the profile brings, by their Short Server IDs.
    var accountURIs: [ShortServerID: String] {
        var accounts: [ShortServerID: String] = [:]
        for instance in instances + operatorAccounts where instance.path.object == .security {
            guard let id = instance.shortServerID else { continue }
            accounts[id] = instance.uri
        }
        return accounts
    }

    private let product: Product
    private let profile: MNOProfile?
    private let number: Int

    /// - Parameters:
    ///   - number: the number of the operator profile.
    ///   - imei: the identity known to the servers.
    ///   - contexts: what Object 11 mirrors if the product does so.
    ///   - connectivity: what Object 4 shows.
    package init(
        _ product: Product, profile number: Int, imei: String, contexts: [PDPContext] = [],
        connectivity: Connectivity = Connectivity()
    ) {
        self.product = product
        self.number = number
        profile = MNOProfile.numbered(number)
        let objects = Set(product.objects(under: number).map(\.id))
        addAccounts(imei: imei)
        var rest: [FactoryInstance] = []
        for id in FactoryAssumptions.singleObjects where objects.contains(id) {
            switch id {
            case .device: rest.append(device(imei))
            case .connectivityMonitoring: rest.append(connectivity.instance)
            default: rest.append(FactoryInstance(id, 0))
            }
        }
        if objects.contains(.connectivityStatistics), FactoryAssumptions.hasStatistics(product) {
            rest.append(FactoryInstance(.connectivityStatistics, 0))
        }
        if objects.contains(.apnConnectionProfile) {
            // Even if no context is mirrored, the access point of AT&T exists (§3.5.1).
            let isMirrored = product.contextMirroring.includes(profile: number)
            let shown = contexts.filter { isMirrored || (!$0.apn.isEmpty && $0.apn == profile?.attAPN) }
            rest += shown.compactMap { $0.instance(on: product, profile: number) }
        }
        if objects.contains(.softwareComponent) { rest += components() }
        if objects.contains(.portfolio), FactoryAssumptions.hasPortfolio(product) {
            rest.append(FactoryInstance(.portfolio, 0))
        }
        if objects.contains(.hostDeviceInfo), OperatorFamily(profile: number) == .att { rest.append(hostDevice()) }
        instances += rest
        if objects.contains(.accessControl) { addEntries() }
    }

    private mutating func addAccounts(imei: String) {
        guard let profile else { return }
        var next = FactoryAssumptions.firstBootstrapInstance
        if let id = profile.bootstrap?.accountID {
            instances.append(
                security(next, FactoryAssumptions.address(id, profile: number), id, imei, isBootstrap: true))
            next += 1
        }
        let uFOTA = ObjectInstanceID(product.uFOTAServerInstance.number(profile: number))
        if let server = profile.uFOTAServer(on: product) { instances += account(server, uFOTA, imei) }
        next = max(next, FactoryAssumptions.firstOperatorInstance)
        for server in profile.operatorServers {
            if profile.hasUFOTAServer, next == uFOTA { next += 1 }
            operatorAccounts += account(server, next, imei)
            next += 1
        }
        if profile.bootstrap == nil {
            instances += operatorAccounts
            operatorAccounts = []
        }
    }

    private func account(_ server: ProfileServer, _ id: ObjectInstanceID, _ imei: String) -> [FactoryInstance] {
        let address =
            server.address.map { $0.contains("://") ? $0 : "coaps://" + $0 }
            ?? FactoryAssumptions.address(server.shortServerID, profile: number)
        var instance = FactoryInstance(.server, id, FactoryAssumptions.server(server))
        instance.set(ServerResource.registrationState, [0: .integer(0), 1: .integer(30)])
        return [security(id, address, server.shortServerID, imei, isBootstrap: false), instance]
    }

    /// The module has its own key for the server (`<usec_psk>` 1, UBX-18068860 R09 §5.1.4). A useless key takes its
    /// place, because a bootstrap could not leave behind an account without a key.
    private func security(
        _ id: ObjectInstanceID, _ address: String, _ shortServerID: Int, _ imei: String, isBootstrap: Bool
    ) -> FactoryInstance {
        FactoryInstance(
            .security, id,
            [
                SecurityResource.serverURI: .string(address), SecurityResource.isBootstrapServer: .boolean(isBootstrap),
                SecurityResource.securityMode: .integer(0), SecurityResource.identity: .opaque(Array(imei.utf8)),
                SecurityResource.secretKey: .opaque(FactoryAssumptions.moduleKey),
                SecurityResource.shortServerID: .integer(Int64(shortServerID)),
            ])
    }

    private func device(_ imei: String) -> FactoryInstance {
        FactoryInstance(
            .device, 0,
            [
                DeviceResource.serialNumber: .string(imei),
                DeviceResource.modelNumber: .string(product.modelName),
                DeviceResource.firmwareVersion: .string(product.firmware.modem),
                DeviceResource.deviceType: .string("module"),
                DeviceResource.hardwareVersion: .string(product.name),
                DeviceResource.softwareVersion: .string(product.firmware.application),
                DeviceResource.memoryTotal: .integer(Int64(product.limits.fileSystemSize / 1024)),
            ])
    }

    /// The Resources of Object 10241 in the order of `+ODIS`: identity, manufacturer, model, software.
    package static let hostDeviceResources: [ResourceID] = [
        HostDeviceInfoResource.uniqueID, HostDeviceInfoResource.manufacturer, HostDeviceInfoResource.modelNumber,
        HostDeviceInfoResource.softwareVersion,
    ]

    private func hostDevice() -> FactoryInstance {
        var instance = FactoryInstance(.hostDeviceInfo, 0)
        for (resource, text) in zip(Self.hostDeviceResources, HostDeviceCommand.factoryTexts) {
            instance.set(resource, [0: .string(text)])
        }
        return instance
    }

    private func components() -> [FactoryInstance] {
        (0..<FactoryAssumptions.softwareComponents(product)).map {
            FactoryInstance(.softwareComponent, ObjectInstanceID($0))
        }
    }

    /// One entry for each instance of an Object other than Security and Access Control, in the order of their paths:
    /// this yields the counts of all known listings, and `/2/1` protects `/3/0` (UBX-18068860 R09 §5.6).
    private mutating func addEntries() {
        let servers = (profile?.uFOTAServer(on: product).map { [$0] } ?? []) + (profile?.operatorServers ?? [])
        guard let owner = FactoryAssumptions.owner(servers) else { return }
        let guarded = instances.map(\.path).filter { $0.object != .security }
        for (number, path) in guarded.sorted(by: Self.isBefore).enumerated() {
            var entry = FactoryInstance(
                .accessControl, ObjectInstanceID(number),
                [
                    AccessControlResource.objectID: .integer(Int64(path.object ?? 0)),
                    AccessControlResource.objectInstanceID: .integer(Int64(path.instance ?? 0)),
                    AccessControlResource.owner: .integer(Int64(owner)),
                ])
            entry.set(AccessControlResource.accessControlList, [owner: .integer(Int64(AccessRights.owner.rawValue))])
            instances.append(entry)
        }
    }

    private static func isBefore(_ a: Path, _ b: Path) -> Bool {
        (a.object ?? 0, a.instance ?? 0) < (b.object ?? 0, b.instance ?? 0)
    }
}

/// An Object Instance that a new database has.
package struct FactoryInstance: Hashable, Sendable {
    /// `/1/10`.
    package var path: Path
    /// What differs from the instance that the Object's script creates by itself. A Resource that the product does not
    /// have is ignored.
    package var resources: [Resource]

    /// An instance with these values of single Resources.
    package init(_ object: ObjectID, _ instance: ObjectInstanceID, _ values: [ResourceID: ResourceValue] = [:]) {
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

    /// Gives the instances different ids.
    mutating func move(to security: ObjectInstanceID, _ server: ObjectInstanceID?) {
        self.security.path = Path(.security, security)
        self.server.path = Path(.server, server ?? security)
    }
}

extension FactoryInstance {
    /// Resource 10 of an instance of Object 0.
    var shortServerID: ShortServerID? {
        guard case .integer(let number)? = single(SecurityResource.shortServerID) else { return nil }
        return ShortServerID(exactly: number)
    }

    /// Resource 0 of an instance of Object 0; empty if it has none.
    var uri: String {
        guard case .string(let text)? = single(SecurityResource.serverURI) else { return "" }
        return text
    }

    private func single(_ resource: ResourceID) -> ResourceValue? {
        guard case .single(let value)? = resources.first(where: { $0.id == resource })?.content else { return nil }
        return value
    }
}

extension FactoryDatabase {
    /// The accounts that the operator's bootstrap brings.
    var operatorServers: [FactoryAccount] {
        let securities = operatorAccounts.filter { $0.path.object == .security }
        let servers = operatorAccounts.filter { $0.path.object == .server }
        return zip(securities, servers).map { FactoryAccount(security: $0, server: $1) }
    }
}
