extension Product {
    /// SARA-R4 of the versions 63B, 73B and 83B.
    static let r41VersionX3B = [
        "SARA-R410M-63B-00", "SARA-R410M-63B-01",
        "SARA-R410M-73B-00", "SARA-R410M-73B-01",
        "SARA-R410M-83B-00", "SARA-R410M-83B-01",
    ].map { r4Product($0, .r41VersionX3B, profile: 0) }
}
