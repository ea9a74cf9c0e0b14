extension Product {
    /// The versions that the module reports, `ATI9` and `/3/0`.
    public struct Firmware: Hashable, Sendable {
        public var modem: String
        public var application: String
    }

    /// The name without the product version, `SARA-R510S`; SARA-R410M and SARA-R412M report it with the version,
    /// `SARA-R412M-02B`.
    public var modelName: String {
        switch group {
        case .r41UpdatesOnly, .r41Version02B, .r41VersionX3B:
            name.split(separator: "-").prefix(3).joined(separator: "-")
        default: name.split(separator: "-").prefix(2).joined(separator: "-")
        }
    }

    /// Versions as they were seen on modules of the group; which one a product of a given version has is assumed.
    public var firmware: Firmware {
        switch group {
        case .r41UpdatesOnly: Firmware(modem: firstModemOfR41, application: "A.02.11")
        case .r41Version02B, .r41VersionX3B: Firmware(modem: "M0.09.00", application: "A.02.11")
        case .r422Version00B, .r422Version01B, .lexi: Firmware(modem: "01.24", application: "A01.10")
        case .r5Version00B00, .r5Version00B01, .r5: Firmware(modem: "02.05", application: "A00.01")
        }
    }

    /// Those that early modules of both kinds printed.
    private var firstModemOfR41: String { name.hasPrefix("SARA-R412M") ? "M0.05.00" : "L0.0.00.00.05.12" }
}
