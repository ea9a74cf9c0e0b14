/// Products that share one behaviour of their LwM2M client.
public enum ProductGroup: String, Hashable, Sendable, CaseIterable {
    /// SARA-R410M-02B-00/-01/-02 and SARA-R412M-02B-00/-01/-02, whose client is for updates of the firmware alone.
    case r41UpdatesOnly = "R41-fota"
    /// SARA-R410M-02B-03/-04 and SARA-R412M-02B-03.
    case r41Version02B = "R41-02B"
    /// SARA-R410M-63B, -73B and -83B.
    case r41VersionX3B = "R41-x3B"
    /// SARA-R422-00B, SARA-R422S-00B and SARA-R422M8S.
    case r422Version00B = "R422-00B"
    /// SARA-R422-01B, SARA-R422S-01B and SARA-R422M10S.
    case r422Version01B = "R422-01B"
    /// LEXI-R422.
    case lexi = "LEXI"
    /// SARA-R5 of type 00B-00.
    case r5Version00B00 = "R5-00B-00"
    /// SARA-R5 of type 00B-01.
    case r5Version00B01 = "R5-00B-01"
    /// All later SARA-R5: 00B-02 and on, 01B, 61B, 71B.
    case r5 = "R5"

    /// Whether this is one of the three groups of SARA-R410M and SARA-R412M.
    public var isR41: Bool { self == .r41UpdatesOnly || self == .r41Version02B || self == .r41VersionX3B }

    /// Whether this is one of the three groups of SARA-R5.
    public var isR5: Bool { self == .r5 || self == .r5Version00B00 || self == .r5Version00B01 }

    /// Whether this is SARA-R422 or LEXI-R422, which say on the line when their client ends at its start
    /// (`+ULWM2MSTAT: 4,6`, UBX-18068860 R09 §5.3.2).
    public var reportsClientExit: Bool { self == .r422Version00B || self == .r422Version01B || self == .lexi }
}
