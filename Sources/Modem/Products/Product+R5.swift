internal import ObjectHost

extension Product {
    /// SARA-R500S, SARA-R510S and SARA-R510M8S in the versions that run Lua (UBX-18068860 R09 §2.2).
    static let r5 = ["SARA-R500S", "SARA-R510S", "SARA-R510M8S"].flatMap { model in
        [
            r5Product(model + "-00B-00", .r5Version00B00),
            r5Product(model + "-00B-01", .r5Version00B01),
            r5Product(model + "-00B", .r5),
            r5Product(model + "-01B", .r5),
            r5Product(model + "-61B", .r5),
            r5Product(model + "-71B", .r5),
        ]
    }

    /// What SARA-R5 have in common: Objects in the firmware and no pulse; type 00B sends a URC without its length.
    static func r5Product(_ name: String, _ group: ProductGroup) -> Product {
        Product(
            name: name,
            group: group,
            urcForm: name.contains("-00B") ? .text : .either,
            gpioPins: saraR4Pins + [33, 46],
            pulsePins: [],
            overridableObjects: BuiltInObject.overridableOnR5,
            identity: ModuleIdentity(carrierID: 90))
    }
}
