internal import ObjectHost

extension Product {
    /// SARA-R4 of the version 02B. The types -00, -01 and -02 have LwM2M for uFOTA only and are not among them.
    static let r41Version02B = ["SARA-R410M-02B", "SARA-R412M-02B"].map { r4Product($0, .r41Version02B, profile: 0) }

    /// The GPIO pins of SARA-R4 and SARA-R422, GPIO1 to GPIO6 by number (UBX-17003787 R13, table 17).
    static let saraR4Pins = [16, 19, 23, 24, 25, 42]

    /// What SARA-R4 and SARA-R422 have in common.
    ///
    /// - Parameter profile: the operator profile of a new module.
    static func r4Product(_ name: String, _ group: ProductGroup, profile: Int) -> Product {
        Product(
            name: name,
            group: group,
            urcForm: .lengthAndText,
            gpioPins: saraR4Pins,
            pulsePins: saraR4Pins,
            identity: ModuleIdentity(carrierID: profile))
    }
}
