extension Product {
    /// SARA-R422 in its four shapes; M8S exists as 00B and M10S as 01B only.
    static let r422 =
        ["SARA-R422-00B", "SARA-R422S-00B", "SARA-R422M8S-00B"].map {
            r4Product($0, .r422Version00B, profile: 90)
        }
        + ["SARA-R422-01B", "SARA-R422S-01B", "SARA-R422M10S-01B"].map {
            r4Product($0, .r422Version01B, profile: 90)
        }
}
