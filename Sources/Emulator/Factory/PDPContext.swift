import LwM2M
import Modem

/// A context of `+CGDCONT`.
///
/// - Source: UBX-17003787 R13 §13.4; UBX-18068860 R09 §2.1 for its mirror in Object 11.
public struct PDPContext: Hashable, Sendable {
    /// The types as the command writes them.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case ip = "IP"
        case ipv6 = "IPV6"
        case ipv4v6 = "IPV4V6"
        case nonIP = "NONIP"

        /// The value of `/11/x/24`.
        var pdnType: Int64 {
            switch self {
            case .nonIP: 0
            case .ip: 1
            case .ipv6: 2
            case .ipv4v6: 3
            }
        }
    }

    public var id: Int
    public var kind: Kind
    public var apn: String

    public init(id: Int, kind: Kind, apn: String) {
        self.id = id
        self.kind = kind
        self.apn = apn
    }

    /// `1 IPV4V6 internet`, as NVM has it.
    var text: String { "\(id) \(kind.rawValue) \(apn)" }

    /// Reads what `text` wrote.
    init?(_ text: Substring) {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let id = Int(parts[0]), (0...255).contains(id),
            let kind = Kind(rawValue: String(parts[1]))
        else { return nil }
        self.init(id: id, kind: kind, apn: String(parts[2]))
    }
}
