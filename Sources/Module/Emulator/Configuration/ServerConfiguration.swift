package import LwM2M
package import Products

/// One row of `+ULWM2MCONFIG`: how the client treats one server. It takes effect at the next start of the client.
///
/// The order of the fields after the fifth is our interpretation of the note's examples.
///
/// - Source: UBX-18068860 R09 §3.4, §3.5.2, §3.5.3, §5.1.4, appendix E.
package struct ServerConfiguration: NVMValue, Hashable, Sendable {
    /// The server that the row describes.
    package var server: ShortServerID
    /// Whether a failed registration leads to a bootstrap.
    package var bootstrapsOnFailure = false
    /// 1 IPv4, 2 IPv6, 3 both.
    package var pdnType = 1
    /// The number of a context of `+CGDCONT`; 255 for the general one of `+ULWM2MCONFIGEXT`.
    package var context = 1
    /// Whether the key comes from the module's root of trust.
    package var usesModuleKey = false
    /// Whether the client connects at every power-on, however much of the lifetime remains.
    package var connectsAtBoot = false
    /// Whether it updates its registration when the module leaves power saving mode.
    package var updatesAfterPowerSaving = false
    /// Whether it updates its registration after a DTLS handshake.
    package var updatesAfterHandshake = false
    /// Seconds.
    package var natTimer = 40
    /// No source says what this is.
    package var reserved = 0
    /// Whether it registers anew after a firmware update.
    package var registersAfterUpdate = false
    /// `<server_disabled>`: 0 enabled, 1 disabled, 2 disabled while roaming.
    package var disabled = 0

    /// The initial values for a server.
    package init(_ server: ShortServerID) { self.server = server }

    /// Whether the client ignores the server.
    package func isDisabled(whileRoaming isRoaming: Bool) -> Bool { disabled == 1 || (disabled == 2 && isRoaming) }

    /// The number of fields of the longest form.
    package static let fieldCount = 12

    /// All fields, in the order of the longest form.
    package var fields: [Int] {
        get {
            [
                Int(server), bootstrapsOnFailure ? 1 : 0, pdnType, context, usesModuleKey ? 1 : 0,
                connectsAtBoot ? 1 : 0, updatesAfterPowerSaving ? 1 : 0, updatesAfterHandshake ? 1 : 0, natTimer,
                reserved, registersAfterUpdate ? 1 : 0, disabled,
            ]
        }
        set {
            bootstrapsOnFailure = newValue[1] != 0
            (pdnType, context, usesModuleKey) = (newValue[2], newValue[3], newValue[4] != 0)
            (connectsAtBoot, updatesAfterPowerSaving) = (newValue[5] != 0, newValue[6] != 0)
            (updatesAfterHandshake, natTimer, reserved) = (newValue[7] != 0, newValue[8], newValue[9])
            (registersAfterUpdate, disabled) = (newValue[10] != 0, newValue[11])
        }
    }

    /// The positions of the fields of a shorter form in the longest one; nil if no product has that length.
    ///
    /// With 11 fields there is no `<reg_upd_at_PSM_exit>`, with 10 no `<server_disabled>` either.
    package static func places(of count: Int) -> [Int]? {
        switch count {
        case 5: Array(0..<5)
        case 10: [0, 1, 2, 3, 4, 5, 7, 8, 9, 10]
        case 11: [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11]
        case fieldCount: Array(0..<fieldCount)
        default: nil
        }
    }

    /// All fields.
    package var nvmText: String { fields.map(String.init).joined(separator: ",") }

    /// Reads what `nvmText` wrote.
    package init?(nvmText text: String) {
        let numbers = text.split(separator: ",").compactMap { Int($0) }
        guard numbers.count == Self.fieldCount, let server = ShortServerID(exactly: numbers[0]) else { return nil }
        self.init(server)
        fields = numbers
    }
}

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
        // Servers without an access point of their own use the general context, if the product has one.
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

    /// Under AT&T, server 0 lacks the settings of AT&T's own server and server 1 has them.
    private static func bootstrapRow(_ server: ShortServerID, of profile: MNOProfile) -> ServerConfiguration {
        var row = ServerConfiguration(server)
        guard profile.family == .att else { return row }
        row.pdnType = 3
        guard server == 1 else { return row }
        (row.bootstrapsOnFailure, row.connectsAtBoot, row.updatesAfterPowerSaving) = (true, true, true)
        return row
    }
}

/// What `+ULWM2MCONFIGEXT` contains: client settings that do not belong to a single server.
///
/// The sources name the general context and the production mode; which field is the tear-down time is inferred from its
/// value, and the others are stored unchanged.
///
/// - Source: UBX-18068860 R09 §3.2, §3.5.2.
package struct ClientConfiguration: NVMValue, Hashable, Sendable {
    /// Seconds from the last message until the context is torn down.
    package var teardown = 90
    /// No source says what these are; they look like CoAP times.
    package var timing = [20, 30, 4]
    /// `<GeneralDataCid>`: the context of the servers whose `<cid>` is 255.
    package var generalContext = 1
    /// nil on a product without production mode.
    package var productionMode: ProductionMode?
    /// No source says which of these synchronizes the APN.
    package var flags = [0, 0, 0, 0]

    /// The initial values.
    package init() {}

    /// Everything except the production mode, which has keys of its own.
    package var nvmText: String {
        ([teardown] + timing + [generalContext] + flags).map(String.init).joined(separator: ",")
    }

    /// Reads what `nvmText` wrote.
    package init?(nvmText text: String) {
        let numbers = text.split(separator: ",").compactMap { Int($0) }
        guard numbers.count == 9 else { return nil }
        (teardown, timing, generalContext) = (numbers[0], Array(numbers[1...3]), numbers[4])
        flags = Array(numbers[5...8])
    }
}
