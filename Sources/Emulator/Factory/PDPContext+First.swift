import LwM2M
import Modem

extension PDPContext {
    /// Those of a new module under a profile.
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

    /// The instance of Object 11 that mirrors it; nil for one that has none.
    ///
    /// SARA-R5 counts contexts from 0, SARA-R4 from 1, and both list `/11/0`. Under AT&T that is the operator's own
    /// context (UBX-18068860 R09 §3.5.1), and the one in whose place it stands has its number.
    func instance(on product: Product, profile: Int) -> FactoryInstance? {
        let first = product.group.isR5 ? 0 : 1
        var number = id - first
        if OperatorFamily(profile: profile) == .att {
            let own = FactoryAssumptions.attContext - first
            if number == own { number = 0 } else if number == 0 { number = own }
        }
        guard let instance = UInt16(exactly: number), instance != maxID else { return nil }
        return FactoryInstance(
            11, instance,
            [
                0: .string("CID \(id)"), 1: .string(apn), 3: .boolean(true), 24: .integer(kind.pdnType),
            ])
    }
}
