extension MNOProfile {
    /// Whether the client starts on a module of this product that is new to the profile.
    public func start(on product: Product) -> ClientStart {
        switch number {
        case 90 where product.group.isR5: .disabled(enabledBy: "AT+ULWM2M=0")
        case 90 where product.factoryProfile == 90: ProfileAssumptions.startOf90OnR422
        case 20 where product.commands.clientSwitch == .cancelsDownload: ProfileAssumptions.startOfDoCoMoForUpdatesOnly
        case 20 where !product.commands.hasDoCoMoSwitch:
            .disabled(enabledBy: ProfileAssumptions.enablesDoCoMoWithoutSwitch)
        default: start
        }
    }

    /// All servers that the database of this product has, after the bootstrap where there is one: those of the operator
    /// and then the u-blox server.
    public func servers(on product: Product) -> [ProfileServer] {
        operatorServers + (uFOTAServer(on: product).map { [$0] } ?? [])
    }

    /// The u-blox server, which is there for firmware updates; nil where the profile has none.
    public func uFOTAServer(on product: Product) -> ProfileServer? {
        guard hasUFOTAServer, !isUFOTADisabled || product.commands.hasServerDisabled else { return nil }
        return ProfileServer(
            name: "u-blox LwM2M", shortServerID: 721, lifetime: uFOTALifetime(on: product),
            connection: uFOTAConnection(on: product), address: "coaps://ucsplwm2m.services.u-blox.com:5684",
            source: uFOTASource)
    }

    /// The factory values of the production mode; nil on a product without one (§3.2).
    public func productionMode(on product: Product) -> ProductionMode? {
        guard product.commands.configurationExtension == .full else { return nil }
        return number == 90 ? ProductionMode(isOn: true, sim: "00101") : ProductionMode(isOn: false, sim: "")
    }

    /// The context of `+CGDCONT` that this product neither shows nor lets change under the profile (§3.5.1).
    public func hiddenContext(on product: Product) -> Int? {
        product.commands.hasDoCoMoSwitch && (number == 20 || number == 28) ? 2 : nil
    }

    /// Whether the lifetime of a server can be written on this product (§5.2).
    public func writesLifetime(on product: Product) -> Bool {
        number != 28 || product.commands.writesSoftBankLifetime
    }

    /// Whether the u-blox server is there and disabled until the host enables it (§3.7).
    public var isUFOTADisabled: Bool { number == 5 }

    private var uFOTASource: String {
        switch number {
        case 28: "UBX-18068860 R09, table 6, §5.2; which product has which lifetime is assumed"
        default: isListed ? "UBX-18068860 R09, table 6, §4.1.2" : "assumed"
        }
    }

    /// Whether the note names the profile.
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

    /// A product that knows context 1 alone uses it under SoftBank too.
    ///
    /// - Source: UBX-18068860 R09 §3.5.1, SoftBank; §3.5.2.
    private func uFOTAConnection(on product: Product) -> ProfileServer.Connection {
        guard number == 28 else { return .context(1) }
        if product.commands.usesContext1Only { return .context(1) }
        return product.commands.hasFOTAAPN ? .uFOTAContext : .context(2)
    }
}
