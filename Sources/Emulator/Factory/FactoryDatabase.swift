public import LwM2M
public import Modem

/// The instances of a new database: those of the client itself, the accounts of the profile, and the Access Control
/// instances that guard them.
///
/// - Source: UBX-18068860 R09 §3.3, §4.2, §4.4; the listings of UBX-20033314 R03 §3.6.
public struct FactoryDatabase: Hashable, Sendable {
    /// In the order in which they are made.
    public private(set) var instances: [FactoryInstance] = []
    /// The instances that the module itself has, whoever serves it: all but the accounts and what guards them.
    var ownInstances: Set<Path> { Set(instances.map(\.path).filter { ($0.object ?? 0) > 2 }) }
    /// The accounts that the operator's bootstrap brings, Security and Server instance each; empty without bootstrap.
    public private(set) var operatorAccounts: [FactoryInstance] = []

    private let product: Product
    private let profile: MNOProfile?
    private let number: Int

    /// - Parameters:
    ///   - number: of the operator profile.
    ///   - imei: the identity that the servers know.
    ///   - contexts: what Object 11 mirrors where the product does that.
    ///   - connectivity: what Object 4 shows.
    public init(
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
            case 3: rest.append(device())
            case 4: rest.append(connectivity.instance)
            default: rest.append(FactoryInstance(id, 0))
            }
        }
        if objects.contains(7), FactoryAssumptions.hasStatistics(product) { rest.append(FactoryInstance(7, 0)) }
        if objects.contains(11) {
            // Where no context is mirrored the access point of AT&T is there all the same (§3.5.1).
            let isMirrored = product.contextMirroring.includes(profile: number)
            let shown = contexts.filter { isMirrored || (!$0.apn.isEmpty && $0.apn == profile?.attAPN) }
            rest += shown.compactMap { $0.instance(on: product, profile: number) }
        }
        if objects.contains(14) { rest += components() }
        if objects.contains(16), FactoryAssumptions.hasPortfolio(product) { rest.append(FactoryInstance(16, 0)) }
        if objects.contains(10241), OperatorFamily(profile: number) == .att { rest.append(hostDevice()) }
        instances += rest
        if objects.contains(2) { addEntries() }
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
        var instance = FactoryInstance(1, id, FactoryAssumptions.server(server))
        instance.set(30000, [0: .integer(0), 1: .integer(30)])
        return [security(id, address, server.shortServerID, imei, isBootstrap: false), instance]
    }

    /// The module has a key of its own for the server (`<usec_psk>` 1, UBX-18068860 R09 §5.1.4). One that opens nothing
    /// stands in its place: an account without a key is none that a bootstrap could leave behind.
    private func security(
        _ id: ObjectInstanceID, _ address: String, _ shortServerID: Int, _ imei: String, isBootstrap: Bool
    ) -> FactoryInstance {
        FactoryInstance(
            0, id,
            [
                0: .string(address), 1: .boolean(isBootstrap), 2: .integer(0), 3: .opaque(Array(imei.utf8)),
                5: .opaque(FactoryAssumptions.moduleKey),
                10: .integer(Int64(shortServerID)),
            ])
    }

    private func device() -> FactoryInstance {
        FactoryInstance(
            3, 0,
            [
                1: .string(product.modelName), 3: .string(product.firmware.modem), 17: .string("module"),
                18: .string(product.name), 19: .string(product.firmware.application),
                21: .integer(Int64(product.limits.fileSystemSize / 1024)),
            ])
    }

    /// The Resources of Object 10241 in the order of `+ODIS`: identity, manufacturer, model, software.
    public static let hostDeviceResources: [ResourceID] = [5907, 5905, 5906, 5908]

    private func hostDevice() -> FactoryInstance {
        var instance = FactoryInstance(10241, 0)
        for (resource, text) in zip(Self.hostDeviceResources, HostDeviceCommand.factoryTexts) {
            instance.set(resource, [0: .string(text)])
        }
        return instance
    }

    private func components() -> [FactoryInstance] {
        (0..<FactoryAssumptions.softwareComponents(product)).map { FactoryInstance(14, ObjectInstanceID($0)) }
    }

    /// One entry for each instance of another Object than Security and Access Control, in the order of their paths: so
    /// the counts of all known listings come out, and `/2/1` guards `/3/0` (UBX-18068860 R09 §5.6).
    private mutating func addEntries() {
        let servers = (profile?.uFOTAServer(on: product).map { [$0] } ?? []) + (profile?.operatorServers ?? [])
        guard let owner = FactoryAssumptions.owner(servers) else { return }
        let guarded = instances.map(\.path).filter { $0.object != 0 }
        for (number, path) in guarded.sorted(by: Self.isBefore).enumerated() {
            var entry = FactoryInstance(
                2, ObjectInstanceID(number),
                [
                    0: .integer(Int64(path.object ?? 0)), 1: .integer(Int64(path.instance ?? 0)),
                    3: .integer(Int64(owner)),
                ])
            entry.set(2, [owner: .integer(Int64(AccessRights.owner.rawValue))])
            instances.append(entry)
        }
    }

    private static func isBefore(_ a: Path, _ b: Path) -> Bool {
        (a.object ?? 0, a.instance ?? 0) < (b.object ?? 0, b.instance ?? 0)
    }
}
