/// A server of the database under an operator profile, after the bootstrap where there is one.
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
