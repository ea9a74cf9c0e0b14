import LwM2M
import Modem

extension ServerConfiguration {
    /// The rows of a module whose host has set none, in the order in which they are printed.
    ///
    /// - Source: UBX-18068860 R09 §3.5.2 (Verizon), §3.7, §4.4 and appendix E (AT&T); the rest is assumed from these.
    static func factory(on product: Product, profile number: Int) -> [ServerConfiguration] {
        guard let profile = MNOProfile.numbered(number) else { return [] }
        let uFOTA = profile.uFOTAServer(on: product).map { [row($0, of: profile, on: product)] } ?? []
        let own = profile.operatorServers.map { row($0, of: profile, on: product) }
        if profile.family == .verizon { return uFOTA + own.sorted { $0.server < $1.server } }
        let bootstrap = (profile.bootstrap?.shortServerIDs ?? []).map { id in
            bootstrapRow(ShortServerID(id), of: profile)
        }
        return bootstrap + own + uFOTA
    }

    private static func row(_ server: ProfileServer, of profile: MNOProfile, on product: Product) -> ServerConfiguration
    {
        var row = ServerConfiguration(ShortServerID(server.shortServerID))
        let isUFOTA = server.shortServerID == 721
        row.usesModuleKey = isUFOTA && product.group != .r41Version02B
        row.connectsAtBoot = server.connectsAtBoot
        // Servers without an access point of their own use the general context, where the product has one.
        if case .context = server.connection, product.group.isR5 || product.commands.takesGeneralContext {
            row.context = 255
        }
        if isUFOTA, profile.isUFOTADisabled { row.disabled = 1 }
        switch profile.family {
        case .verizon:
            if !isUFOTA { row.natTimer = 240 }
            row.updatesAfterPowerSaving = server.connectsAtBoot
            row.bootstrapsOnFailure = server.shortServerID == 102
            row.registersAfterUpdate = server.shortServerID == 102
            row.disabled = profile.isSilentWhileRoaming && product.commands.hasServerDisabled ? 2 : 0
        case .att where !isUFOTA:
            (row.pdnType, row.bootstrapsOnFailure, row.updatesAfterPowerSaving) = (3, true, true)
        default:
            row.updatesAfterPowerSaving = profile.updatesAfterPowerSaving && !isUFOTA
        }
        return row
    }

    /// AT&T has 0 without and 1 with what its own server has.
    private static func bootstrapRow(_ server: ShortServerID, of profile: MNOProfile) -> ServerConfiguration {
        var row = ServerConfiguration(server)
        guard profile.family == .att else { return row }
        row.pdnType = 3
        guard server == 1 else { return row }
        (row.bootstrapsOnFailure, row.connectsAtBoot, row.updatesAfterPowerSaving) = (true, true, true)
        return row
    }
}
