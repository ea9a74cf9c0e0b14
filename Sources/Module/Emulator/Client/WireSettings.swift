package import CoAP
import LwM2M
import LwM2MClient
import Products

/// How the client of a module behaves on the wire, apart from what its Objects and NVM specify.
package struct WireSettings {
    /// The Endpoint Client Name; nil for `urn:imei:` and the IMEI of the module.
    package var endpoint: String?
    /// Where each server is contacted.
    package var map = ServerMap()
    /// An account to be created at each start of the client; nil if there is none.
    package var account: DeskAccount?
    /// The seed of tokens and message ids.
    package var seed: UInt64 = 1
    /// Seconds on a clock of the machine, for measuring how long messages took; nil for the module's clock.
    package var stopwatch: (() -> Double)?
    /// Whether each message is logged on its own line.
    package var logsMessages = true
    /// Whether log lines show the payloads as text.
    package var isVerbose = false
    /// How the message layer waits and repeats, and how much it remembers.
    package var transmission = EndpointSettings()

    /// Loopback only, and no account of the user.
    package init() {}
}

/// The service of the radio, as far as it matters to the client.
package enum RadioService: Hashable, Sendable {
    /// Not registered, or in airplane mode: nothing can be sent.
    case none
    case home
    /// Registered with another operator: servers may be disabled then.
    case roaming
}

/// Which context of `+CGDCONT` carries the messages of each server, and for which addresses, according to
/// `+ULWM2MCONFIG` and `+ULWM2MCONFIGEXT` when the client started.
///
/// - Source: UBX-18068860 R09 §3.5, §5.1.4.
struct ServerContexts {
    private var rows: [ShortServerID: ServerConfiguration] = [:]
    private let generalContext: Int
    /// Whether `<cid>` has any effect.
    private let isChosen: Bool
    /// Servers that are reached over an access point of the operator, regardless of the configuration.
    private let operatorsOwn: Set<ShortServerID>

    init(of module: Module) {
        for row in module.configurations.servers { rows[row.server] = row }
        generalContext = module.configurations.client.generalContext
        isChosen = !module.product.commands.usesContext1Only
        let profile = MNOProfile.numbered(module.profile)
        let known = profile?.servers(on: module.product) ?? []
        let own = known.filter { if case .context = $0.connection { false } else { true } }.map(\.shortServerID)
        operatorsOwn = Set((own + (profile?.bootstrap?.shortServerIDs ?? [])).map { ShortServerID($0) })
    }

    /// - Parameters:
    ///   - account: as it stands in Objects 0 and 1 now.
    ///   - contexts: the currently defined ones.
    /// - throws: why no message to the server can leave the module.
    func check(_ account: ServerAccount, _ contexts: [PDPContext]) throws(ServerAccountError) {
        let id = account.shortServerID
        guard !operatorsOwn.contains(id) else { return }
        let row = rows[id]
        let context = isChosen ? row?.context ?? 1 : 1
        let number = context == 255 ? generalContext : context
        guard contexts.contains(where: { $0.id == number }) else {
            throw ServerAccountError(
                context == 255
                    ? "context \(number), <GeneralDataCid> of +ULWM2MCONFIGEXT, is not defined by +CGDCONT"
                    : "context \(number), its <cid> in +ULWM2MCONFIG, is not defined by +CGDCONT")
        }
        // A host name has addresses of both kinds.
        guard let row, let host = try? account.address().host, let isIPv6 = Self.isIPv6(host) else { return }
        guard row.pdnType == 3 || (row.pdnType == 2) == isIPv6 else {
            throw ServerAccountError(
                "its <pdn_type> \(row.pdnType) in +ULWM2MCONFIG is for \(isIPv6 ? "IPv4" : "IPv6") alone, and \(host) "
                    + "is an address of \(isIPv6 ? "IPv6" : "IPv4")")
        }
    }

    /// nil for a host name.
    private static func isIPv6(_ host: String) -> Bool? {
        if host.contains(":") { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } ? false : nil
    }
}
