import LwM2M
import Products

/// A context of `+CGDCONT`.
///
/// - Source: UBX-17003787 R13 §13.4; UBX-18068860 R09 §2.1 for its mirror in Object 11.
package struct PDPContext: NVMValue, Hashable, Sendable {
    /// The types as the command writes them.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
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

    /// `<cid>`, 0...255.
    package var id: Int
    /// `<PDP_type>`.
    package var kind: Kind
    /// `<APN>`; empty for the one assigned by the network.
    package var apn: String

    /// A context with these values.
    package init(id: Int, kind: Kind, apn: String) {
        self.id = id
        self.kind = kind
        self.apn = apn
    }

    /// `1 IPV4V6 internet`.
    package var nvmText: String { "\(id) \(kind.rawValue) \(apn)" }

    /// Reads what `nvmText` wrote.
    package init?(nvmText text: String) {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let id = Int(parts[0]), (0...255).contains(id),
            let kind = Kind(rawValue: String(parts[1]))
        else { return nil }
        self.init(id: id, kind: kind, apn: String(parts[2]))
    }
}

extension PDPContext {
    /// The contexts of a new module under a profile.
    ///
    /// - Source: UBX-18068860 R09 §2.1, §3.5.1; UBX-20009652 R02 §6.4 for AT&T on SARA-R5, §7.3.2; the rest is assumed.
    static func first(on product: Product, profile number: Int) -> [PDPContext] {
        let isR5 = product.group.isR5
        let general = PDPContext(id: 1, kind: isR5 ? .ipv4v6 : .ip, apn: "")
        let profile = MNOProfile.numbered(number)
        switch profile?.family {
        case .verizon: return FactoryAssumptions.verizonContexts
        case .att:
            let apn = profile?.operatorAPN ?? ""
            let own = PDPContext(id: FactoryAssumptions.attContext, kind: .ipv4v6, apn: apn)
            return (isR5 ? [PDPContext(id: 0, kind: .ipv4v6, apn: "m2m.com.attz")] : []) + [general, own]
        case nil:
            return number == 5 ? [general, PDPContext(id: 3, kind: general.kind, apn: "")] : [general]
        }
    }

    /// The instance of Object 11 that mirrors the context; nil if there is none.
    ///
    /// SARA-R5 counts contexts from 0, SARA-R4 from 1, and both list `/11/0`. Under AT&T that is the operator's own
    /// context (UBX-18068860 R09 §3.5.1), and the context it replaces there takes its number.
    func instance(on product: Product, profile: Int) -> FactoryInstance? {
        let first = product.group.isR5 ? 0 : 1
        var number = id - first
        if OperatorFamily(profile: profile) == .att {
            let own = FactoryAssumptions.attContext - first
            if number == own { number = 0 } else if number == 0 { number = own }
        }
        guard let instance = UInt16(exactly: number), instance != maxID else { return nil }
        typealias Known = APNConnectionProfileResource
        return FactoryInstance(
            .apnConnectionProfile, instance,
            [
                Known.profileName: .string("CID \(id)"), Known.apn: .string(apn), Known.enableStatus: .boolean(true),
                Known.pdnType: .integer(kind.pdnType),
            ])
    }
}
