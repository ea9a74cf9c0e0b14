/// A server of the database under an operator profile, after the bootstrap if there is one.
///
/// - Source: UBX-18068860 R09, table 6, §3.5.1.
public struct ProfileServer: Hashable, Sendable {
    /// How the module reaches it.
    public enum Connection: Hashable, Sendable {
        /// An access point of the operator's own.
        case apn(String)
        /// A context of `+CGDCONT`.
        case context(Int)
        /// The context that `+ULWM2MFOTAAPN` describes.
        case uFOTAContext

        /// `APN VZWADMIN`, `CID 1`, `+ULWM2MFOTAAPN`.
        public var text: String {
            switch self {
            case .apn(let name): "APN " + name
            case .context(let number): "CID \(number)"
            case .uFOTAContext: "+ULWM2MFOTAAPN"
            }
        }
    }

    /// `Device Management`.
    public var name: String
    public var shortServerID: Int
    /// In seconds.
    public var lifetime: Int
    public var connection: Connection
    /// The context that is set up for the access point, where the sources give it.
    public var context: Int?
    /// Host and port or URI, where the sources give it.
    public var address: String?
    /// Whether the client connects to it at each start, however long its lifetime still runs.
    public var connectsAtBoot = false
    public var source: String

    /// `APN dcmiot.net, CID 2`.
    public var way: String { connection.text + (context.map { ", CID \($0)" } ?? "") }
}

/// The bootstrap that a profile begins with.
///
/// - Source: UBX-18068860 R09 §3.3.
public struct ProfileBootstrap: Hashable, Sendable {
    /// The Short Server IDs of its accounts, as `+ULWM2MSTAT` reports them.
    public var shortServerIDs: [Int]
    public var source: String

    /// The one that the account in the database has: a device has one bootstrap server (LwM2M 1.0.1 §5.2.1), and 0 names
    /// none.
    public var accountID: Int { shortServerIDs.first { $0 > 0 } ?? 0 }
}

/// Whether the LwM2M client starts with the module under an operator profile that is new to it.
///
/// - Source: UBX-18068860 R09 §3.2, §3.3, §4.1.
public enum ClientStart: Hashable, Sendable {
    /// Whatever `+ULWM2M` says.
    case never
    /// It stays off until a command enables it; the command is named.
    case disabled(enabledBy: String)
    case enabled
    /// As under the profile that the SIM selects.
    case bySIM

    /// `never`, `disabled`, `enabled` or `by SIM`.
    public var text: String {
        switch self {
        case .never: "never"
        case .disabled: "disabled"
        case .enabled: "enabled"
        case .bySIM: "by SIM"
        }
    }
}

/// The factory values of the production mode, in which the client does not start with a test SIM.
///
/// - Source: UBX-18068860 R09 §3.2.
public struct ProductionMode: Hashable, Sendable {
    public var isOn: Bool
    /// The first digits of the IMSIs it acts on; empty for none.
    public var sim: String

    public init(isOn: Bool, sim: String) {
        self.isOn = isOn
        self.sim = sim
    }

    /// Whether it keeps the client from starting with the SIM of this IMSI.
    public func stopsClient(imsi: String) -> Bool { isOn && !sim.isEmpty && imsi.hasPrefix(sim) }
}

/// What no source says about the operator profiles, or what two sources say differently. Each choice stands here once,
/// so that the answer of a real module can replace it.
enum ProfileAssumptions {
    /// The client is enabled under every profile of which nothing else is said; the appendix of the AT commands manual
    /// knows better.
    static let start = ClientStart.enabled
    /// The same for 6 (China Telecom), 8 (Sprint) and 32 (US Cellular), which the note does not name at all.
    static let startOfUnlisted = ClientStart.enabled
    /// Their u-blox server has the lifetime of most others, in seconds.
    static let lifetimeOfUnlisted = 86_400
    /// A new SARA-R422 or LEXI-R422 on profile 90 has its client enabled: §3.2 says disabled of SARA-R5 alone.
    static let startOf90OnR422 = ClientStart.enabled
    /// What enables the client under NTT DoCoMo where `AT+ULWM2M=4` does not exist (§3.3 asks for it, §4.1 has it on
    /// SARA-R410M-63B alone).
    static let enablesDoCoMoWithoutSwitch = "AT+ULWM2M=0"
    /// If no command enables the client, it never starts under NTT DoCoMo.
    static let startOfDoCoMoForUpdatesOnly = ClientStart.never
    /// Table 6 has SoftBank in both rows of 721. §5.2 says two weeks of SARA-R4; so SARA-R5 gets the day.
    static let softBankLifetimeOnR4 = 1_209_600
    static let softBankLifetimeOnR5 = 86_400
    /// Table 6 does not list T-Mobile for 721, §3.3 says that it is always there, §3.7 how to enable it: it is there and
    /// disabled, if a server can be; elsewhere the table holds.
    static let hasUFOTAServerUnderTMobile = true
    /// The note names no Short Server ID of AT&T's bootstrap; 0 and 1 are those next to 3 in its configuration lists
    /// (§3.7, appendix E).
    static let attBootstrapIDs = [0, 1]
    /// Nor of T-Mobile's and NTT DoCoMo's: as Verizon's.
    static let otherBootstrapIDs = [100]
    /// The note writes `atm2mglobal` (table 6) and `attm2mglobal` (§3.5.1); the SARA-R5 development guide
    /// UBX-20009652 R02 §6.4 has the latter.
    static let attAPN = "attm2mglobal"
    /// The note writes `dcmiot.net` (table 6) and `dmiot.net` (§3.5.1).
    static let doCoMoAPN = "dcmiot.net"
    /// Table 6 gives one APN for all profiles of AT&T; §3.5.1 gives FirstNet its own.
    static let firstNetAPN = "attiotfirstnet.fn"
}
