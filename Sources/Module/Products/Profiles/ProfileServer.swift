/// A server of the database under an operator profile, after the bootstrap if there is one.
///
/// - Source: UBX-18068860 R09, table 6, §3.5.1.
package struct ProfileServer: Hashable, Sendable {
    /// How the module connects to it.
    package enum Connection: Hashable, Sendable {
        /// An access point of the operator's own.
        case apn(String)
        /// A context of `+CGDCONT`.
        case context(Int)
        /// The context that `+ULWM2MFOTAAPN` describes.
        case uFOTAContext

        /// `APN VZWADMIN`, `CID 1`, `+ULWM2MFOTAAPN`.
        package var text: String {
            switch self {
            case .apn(let name): "APN " + name
            case .context(let number): "CID \(number)"
            case .uFOTAContext: "+ULWM2MFOTAAPN"
            }
        }
    }

    /// `Device Management`.
    package var name: String
    /// As in Objects 0 and 1.
    package var shortServerID: Int
    /// In seconds.
    package var lifetime: Int
    /// The context over which it is reached.
    package var connection: Connection
    /// The context that is set up for the access point, if the sources give it.
    package var context: Int?
    /// Host and port or URI, if the sources give it.
    package var address: String?
    /// Whether the client connects to it at each start, however much of its lifetime remains.
    package var connectsAtBoot = false
    /// The document and section that list it.
    package var source: String

    /// `APN dcmiot.net, CID 2`.
    package var way: String { connection.text + (context.map { ", CID \($0)" } ?? "") }
}

/// The bootstrap that a profile begins with.
///
/// - Source: UBX-18068860 R09 §3.3.
package struct ProfileBootstrap: Hashable, Sendable {
    /// The Short Server IDs of its accounts, as `+ULWM2MSTAT` reports them.
    package var shortServerIDs: [Int]
    /// The document and section that list it.
    package var source: String

    /// The Short Server ID of the account in the database: a device has one bootstrap server (LwM2M 1.0.1 §5.2.1), and
    /// 0 does not identify one.
    package var accountID: Int { shortServerIDs.first { $0 > 0 } ?? 0 }
}

/// Whether the LwM2M client starts with the module under an operator profile that is new to it.
///
/// - Source: UBX-18068860 R09 §3.2, §3.3, §4.1.
package enum ClientStart: Hashable, Sendable {
    /// Regardless of `+ULWM2M`.
    case never
    /// It stays off until the named command enables it.
    case disabled(enabledBy: String)
    case enabled
    /// As under the profile selected by the SIM.
    case bySIM

    /// `never`, `disabled`, `enabled` or `by SIM`.
    package var text: String {
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
package struct ProductionMode: Hashable, Sendable {
    /// Whether it is on.
    package var isOn: Bool
    /// The first digits of the IMSIs to which it applies; empty for none.
    package var sim: String

    /// A mode with its SIM.
    package init(isOn: Bool, sim: String) {
        self.isOn = isOn
        self.sim = sim
    }

    /// Whether it prevents the client from starting with the SIM of this IMSI.
    package func stopsClient(imsi: String) -> Bool { isOn && !sim.isEmpty && imsi.hasPrefix(sim) }
}
