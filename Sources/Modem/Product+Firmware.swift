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

    /// Versions as they were seen on modules of the kind; which type has which is assumed.
    public var firmware: Firmware { ProductAssumptions.firmware(of: self) }
}
