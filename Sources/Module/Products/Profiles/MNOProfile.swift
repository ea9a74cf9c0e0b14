/// An operator profile, as selected by `+UMNOPROF`: whether the client starts, and which servers it then has.
///
/// What also depends on the product is a function of it: `MNOProfile+Product.swift`.
///
/// - Source: UBX-18068860 R09 §3.1 to §3.5, table 6.
package struct MNOProfile: Hashable, Sendable {
    /// What `AT+UMNOPROF?` answers.
    package var number: Int
    /// As `+UMNOPROF` lists it.
    package var name: String
    /// Whether the client starts, leaving aside the factory profile of a product.
    package var start: ClientStart
    /// nil if the servers exist from the first start on.
    package var bootstrap: ProfileBootstrap?
    /// The servers of the operator, in the order of table 6.
    package var operatorServers: [ProfileServer] = []
    /// Whether the u-blox server, 721, is among the servers.
    package var hasUFOTAServer = true
    /// Whether the client updates its registrations when the module leaves power saving mode (§3.4).
    package var updatesAfterPowerSaving = false
    /// Whether the client is inactive while the module roams (§3.5.3).
    package var isSilentWhileRoaming = false
    /// Where the number, the name and the start come from.
    package var source: String

    /// The operator family that has Objects of its own; nil for all other profiles.
    package var family: OperatorFamily? { OperatorFamily(profile: number) }

    /// The access point of its own servers; nil if they are reached over a context of the host.
    package var operatorAPN: String? {
        operatorServers.lazy.compactMap { if case .apn(let name) = $0.connection { name } else { nil } }.first
    }

    /// The same under AT&T; nil elsewhere.
    package var attAPN: String? { family == .att ? operatorAPN : nil }

    /// The profile with this number; nil if it is unknown.
    package static func numbered(_ number: Int) -> MNOProfile? { all.first { $0.number == number } }
}

extension MNOProfile {
    /// Every profile about which something is known, by number.
    package static let all: [MNOProfile] = [
        MNOProfile(
            number: 0, name: "SW default", start: .never, hasUFOTAServer: false,
            source: "UBX-18068860 R09 §3, §4.1"),
        MNOProfile(
            number: 1, name: "Selected by the SIM", start: .bySIM, hasUFOTAServer: false,
            source: "UBX-17003787 R13 §7.15"),
        att(2, "AT&T"),
        MNOProfile(
            number: 3, name: "Verizon", start: ProfileAssumptions.start,
            bootstrap: ProfileBootstrap(shortServerIDs: [100], source: "UBX-18068860 R09, appendix C"),
            operatorServers: verizonServers, updatesAfterPowerSaving: true, isSilentWhileRoaming: true,
            source: "UBX-18068860 R09 §3.3"),
        listed(4, "Telstra"),
        MNOProfile(
            number: 5, name: "T-Mobile US", start: ProfileAssumptions.start, bootstrap: assumedBootstrap,
            operatorServers: [tMobileServer], hasUFOTAServer: ProfileAssumptions.hasUFOTAServerUnderTMobile,
            source: "UBX-18068860 R09 §3.3"),
        unlisted(6, "China Telecom"),
        unlisted(8, "Sprint"),
        listed(19, "Vodafone"),
        MNOProfile(
            number: 20, name: "NTT DoCoMo", start: .disabled(enabledBy: "AT+ULWM2M=4"), bootstrap: assumedBootstrap,
            operatorServers: [doCoMoServer], hasUFOTAServer: false, updatesAfterPowerSaving: true,
            source: "UBX-18068860 R09 §3.3, §4.3.2"),
        listed(21, "Telus"),
        listed(28, "SoftBank"),
        listed(31, "Deutsche Telekom"),
        unlisted(32, "US Cellular"),
        listed(33, "Vivo"),
        listed(39, "SKT"),
        listed(43, "Rogers"),
        listed(44, "Claro Brasil"),
        listed(45, "TIM Brasil"),
        listed(46, "Orange France"),
        listed(90, "Global"),
        listed(100, "Standard Europe"),
        listed(101, "Standard Europe"),
        listed(102, "Standard Japan"),
        att(198, "AT&T 2-4-12"),
        MNOProfile(
            number: 199, name: "AT&T generic", start: .never, hasUFOTAServer: false,
            source: "SARA-R5 AT commands manual UBX-19047455 R10, second hand"),
        MNOProfile(
            number: 201, name: "GCF-PTCRB", start: .never, hasUFOTAServer: false,
            source: "UBX-18068860 R09 §3, §4.1"),
        att(206, "AT&T FirstNet", apn: ProfileAssumptions.firstNetAPN),
    ]

    /// A profile that table 6 lists only for the u-blox server.
    private static func listed(_ number: Int, _ name: String) -> MNOProfile {
        MNOProfile(number: number, name: name, start: ProfileAssumptions.start, source: "UBX-18068860 R09, table 6")
    }

    /// A profile of the AT commands manual that the note does not name.
    private static func unlisted(_ number: Int, _ name: String) -> MNOProfile {
        MNOProfile(number: number, name: name, start: ProfileAssumptions.startOfUnlisted, source: "assumed")
    }

    private static func att(_ number: Int, _ name: String, apn: String = ProfileAssumptions.attAPN) -> MNOProfile {
        MNOProfile(
            number: number, name: name, start: ProfileAssumptions.start,
            bootstrap: ProfileBootstrap(shortServerIDs: ProfileAssumptions.attBootstrapIDs, source: "assumed"),
            operatorServers: [
                ProfileServer(
                    name: "Device Management", shortServerID: 3, lifetime: 86_400, connection: .apn(apn),
                    connectsAtBoot: true, source: "UBX-18068860 R09, table 6, §3.5.1")
            ],
            updatesAfterPowerSaving: true, source: "UBX-18068860 R09 §3.3")
    }

    private static let assumedBootstrap = ProfileBootstrap(
        shortServerIDs: ProfileAssumptions.otherBootstrapIDs, source: "assumed")

    private static let verizonServers = [
        ProfileServer(
            name: "Device Management", shortServerID: 102, lifetime: 2_592_000, connection: .apn("VZWADMIN"),
            connectsAtBoot: true, source: "UBX-18068860 R09, table 6"),
        ProfileServer(
            name: "Diagnostic", shortServerID: 101, lifetime: 86_400, connection: .apn("VZWADMIN"),
            connectsAtBoot: true, source: "UBX-18068860 R09, table 6"),
        ProfileServer(
            name: "Repository", shortServerID: 1000, lifetime: 86_400, connection: .context(1),
            source: "UBX-18068860 R09, table 6"),
    ]

    private static let tMobileServer = ProfileServer(
        name: "Device Management", shortServerID: 1, lifetime: 86_400, connection: .context(1),
        address: "lwm2m.iot.t-mobile.com:5684", source: "UBX-18068860 R09, table 6, §3.5.1")

    private static let doCoMoServer = ProfileServer(
        name: "Device Management", shortServerID: 123, lifetime: 86_400,
        connection: .apn(ProfileAssumptions.doCoMoAPN), context: 2, source: "UBX-18068860 R09, table 6, §3.5.1")
}

extension MNOProfile {
    /// Whether the client starts on a module of this product when the profile is new to it.
    package func start(on product: Product) -> ClientStart {
        switch number {
        case 90 where product.group.isR5: .disabled(enabledBy: "AT+ULWM2M=0")
        case 90 where product.factoryProfile == 90: ProfileAssumptions.startOf90OnR422
        case 20 where product.commands.clientSwitch == .cancelsDownload: ProfileAssumptions.startOfDoCoMoForUpdatesOnly
        case 20 where !product.commands.hasDoCoMoSwitch:
            .disabled(enabledBy: ProfileAssumptions.enablesDoCoMoWithoutSwitch)
        default: start
        }
    }

    /// All servers in the database of this product, after the bootstrap if there is one: those of the operator, then
    /// the u-blox server.
    package func servers(on product: Product) -> [ProfileServer] {
        operatorServers + (uFOTAServer(on: product).map { [$0] } ?? [])
    }

    /// The u-blox server, used for firmware updates; nil if the profile has none.
    package func uFOTAServer(on product: Product) -> ProfileServer? {
        guard hasUFOTAServer, !isUFOTADisabled || product.commands.hasServerDisabled else { return nil }
        return ProfileServer(
            name: "u-blox LwM2M", shortServerID: 721, lifetime: uFOTALifetime(on: product),
            connection: uFOTAConnection(on: product), address: "coaps://ucsplwm2m.services.u-blox.com:5684",
            source: uFOTASource)
    }

    /// The factory values of the production mode; nil on a product without production mode (§3.2).
    package func productionMode(on product: Product) -> ProductionMode? {
        guard product.commands.configurationExtension == .full else { return nil }
        return number == 90 ? ProductionMode(isOn: true, sim: "00101") : ProductionMode(isOn: false, sim: "")
    }

    /// The context of `+CGDCONT` that this product neither shows nor allows to be changed under the profile (§3.5.1).
    package func hiddenContext(on product: Product) -> Int? {
        product.commands.hasDoCoMoSwitch && (number == 20 || number == 28) ? 2 : nil
    }

    /// Whether the lifetime of a server can be written on this product (§5.2).
    package func writesLifetime(on product: Product) -> Bool {
        number != 28 || product.commands.writesSoftBankLifetime
    }

    /// Whether the u-blox server exists but is disabled until the host enables it (§3.7).
    package var isUFOTADisabled: Bool { number == 5 }

    private var uFOTASource: String {
        switch number {
        case 28: "UBX-18068860 R09, table 6, §5.2; which product has which lifetime is assumed"
        default: isListed ? "UBX-18068860 R09, table 6, §4.1.2" : "assumed"
        }
    }

    /// Whether the note lists the profile.
    private var isListed: Bool { ![6, 8, 32].contains(number) }

    /// - Source: UBX-18068860 R09, table 6, §5.2.
    private func uFOTALifetime(on product: Product) -> Int {
        switch number {
        case 4: 1_209_600
        case 28 where product.group.isR5: ProfileAssumptions.softBankLifetimeOnR5
        case 28: ProfileAssumptions.softBankLifetimeOnR4
        default: isListed ? 86_400 : ProfileAssumptions.lifetimeOfUnlisted
        }
    }

    /// A product that supports only context 1 uses it under SoftBank too.
    ///
    /// - Source: UBX-18068860 R09 §3.5.1, SoftBank; §3.5.2.
    private func uFOTAConnection(on product: Product) -> ProfileServer.Connection {
        guard number == 28 else { return .context(1) }
        if product.commands.usesContext1Only { return .context(1) }
        return product.commands.hasFOTAAPN ? .uFOTAContext : .context(2)
    }
}
