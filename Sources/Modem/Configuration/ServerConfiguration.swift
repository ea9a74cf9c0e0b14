/// The settings of one server in `+ULWM2MCONFIG`, in NVM; they act from the next start of the client on.
///
/// The note names the fields and shows lists of them; which position has which name is read from its examples.
///
/// - Source: UBX-18068860 R09 §3.4, §3.5, §3.7, §5.1.4, appendix E.
public struct ServerConfiguration: Hashable, Sendable {
    /// A field of the list, by its name in the note.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        case serverID = "server_id"
        /// 1: bootstraps again after a registration that failed.
        case bootstrapOnFailure = "bootstrap_on_failure"
        /// 1 IPv4, 2 IPv6, 3 both.
        case pdnType = "pdn_type"
        /// The context; 255 is the one of `+ULWM2MCONFIGEXT`.
        case cid = "cid"
        /// 1: the key comes from the module's root of trust.
        case usecPSK = "usec_psk"
        /// 1: connects at each start, however long the lifetime still runs.
        case regUpdateBoot = "reg_update_boot"
        case regUpdateAtPSMExit = "reg_upd_at_PSM_exit"
        case regUpdateAfterHandshake = "reg_upd_after_DTLS_handshake"
        /// In seconds.
        case natTimer = "DTLS_NAT_timer"
        /// Always 0 in the examples.
        case unknown = "unknown"
        case fullRegistrationAfterFOTA = "full_registration_after_fota"
        /// 0 enabled, 1 disabled, 2 disabled while roaming.
        case serverDisabled = "server_disabled"
    }

    private var values: [Field: Int] = [:]

    /// A server of which nothing was set: IPv4, context 1, all else off.
    public init(serverID: Int) {
        self[.serverID] = serverID
        self[.pdnType] = 1
        self[.cid] = 1
    }

    /// Reads the twelve fields in the order of the longest list.
    init(_ fields: Int...) {
        for (field, value) in zip(Field.allCases, fields) { self[field] = value }
    }

    public subscript(field: Field) -> Int {
        get { values[field] ?? 0 }
        set { values[field] = newValue }
    }

    public var serverID: Int { self[.serverID] }

    /// Whether the client leaves the server alone.
    public func isDisabled(whileRoaming isRoaming: Bool) -> Bool {
        self[.serverDisabled] == 1 || self[.serverDisabled] == 2 && isRoaming
    }

    // MARK: - Lists

    /// The fields that a product prints and takes, in their order.
    public static func fields(of product: Product) -> [Field] {
        switch product.commands.configurationFields {
        case ..<6: Array(Field.allCases.prefix(5))
        case 10: Field.allCases.filter { $0 != .regUpdateAtPSMExit && $0 != .serverDisabled }
        case 11: Field.allCases.filter { $0 != .regUpdateAtPSMExit }
        default: Field.allCases
        }
    }

    /// The list as a product prints it.
    public func list(on product: Product) -> [Int] { Self.fields(of: product).map { self[$0] } }

    /// Takes a list; fields that a short one leaves out keep their values.
    public mutating func take(_ list: [Int], on product: Product) {
        for (field, value) in zip(Self.fields(of: product), list) { self[field] = value }
    }
}
