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
        guard parts.count == 3, let id = Int(parts[0]), (0...255).contains(id), let kind = Kind(rawValue: String(parts[1]))
        else { return nil }
        self.init(id: id, kind: kind, apn: String(parts[2]))
    }

    /// The instance of Object 11 that mirrors it; nil for one that has none.
    ///
    /// Which number it has is assumed: SARA-R5 counts contexts from 0, SARA-R4 from 1, and both list `/11/0`.
    func instance(on product: Product) -> FactoryInstance? {
        let number = product.group.isR5 ? id : id - 1
        guard let instance = UInt16(exactly: number), instance != maxID else { return nil }
        return FactoryInstance(
            11, instance,
            [
                0: .string("CID \(id)"), 1: .string(apn), 3: .boolean(true), 24: .integer(kind.pdnType),
            ])
    }

    /// Those of a new module under a profile.
    ///
    /// - Source: UBX-20009652 R02 §6.4 for AT&T on SARA-R5, §7.3.2; the rest is assumed.
    static func first(on product: Product, profile: Int) -> [PDPContext] {
        guard product.group.isR5 else { return [PDPContext(id: 1, kind: .ip, apn: "")] }
        guard OperatorFamily(profile: profile) == .att else { return [PDPContext(id: 1, kind: .ipv4v6, apn: "")] }
        return [
            PDPContext(id: 0, kind: .ipv4v6, apn: "m2m.com.attz"), PDPContext(id: 1, kind: .ipv4v6, apn: ""),
            PDPContext(id: 2, kind: .ipv4v6, apn: "attm2mglobal"),
        ]
    }
}
