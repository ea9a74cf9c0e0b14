import Products

/// Tables 1 to 4 of UBX-18068860 R09 §2.1, cell by cell as printed; `HostDevice` of table 2 and the small letters of
/// Object 10308 in tables 3 and 4 are spelled as in table 1.
enum SupportedObjectTables {
    struct Row: Sendable {
        var id: UInt16
        var name: String
        var resources: String
        var note: SupportNote?
        var operators = OperatorScope.every

        init(
            _ id: UInt16, _ name: String, _ resources: String, _ note: SupportNote? = nil,
            _ operators: OperatorScope = .every
        ) {
            (self.id, self.name, self.resources, self.note, self.operators) = (id, name, resources, note, operators)
        }

        /// The Resources of the cell with their marks.
        var cell: [SupportedResource] {
            resources.split(separator: ",").map { word in
                let digits = word.filter(\.isNumber)
                let stars = word.filter { $0 == "*" }.count
                return SupportedResource(UInt16(digits)!, stars == 0 ? nil : stars == 1 ? .endDevice : .verizon)
            }
        }
    }

    static let table1 = [
        Row(0, "Security", "0, 1, 2, 3, 5, 9, 10, 11, 30000**"),
        Row(1, "Server", "0, 1, 2, 3, 4, 5, 7, 8, 16, 17, 18, 30000**"),
        Row(2, "Access Control", "0, 1, 2, 3"),
        Row(
            3, "Device",
            "0, 1, 2, 3, 4, 5, 6*, 7*, 8*, 9*, 10, 11*, 12*, 13*, 14*, 15*, 16, 17, 18*, 19, 20*, 21, 22*, 30000**"),
        Row(4, "Connectivity Monitoring", "0, 1, 2, 3, 4, 5, 7*, 8, 9, 10, 30000**"),
        Row(5, "FW Update", "1, 2, 3, 5, 7, 8, 9", .uFOTAOrVerizon),
        Row(6, "Location", "0, 1, 2, 3, 4, 5, 6", .endDevice),
        Row(7, "Connectivity Statistics", "0, 1, 2, 3, 4, 5, 6, 7, 8"),
        Row(10, "Cellular Connectivity", "4, 5, 9"),
        Row(11, "APN Connection Profile", "0, 1, 3, 9, 10, 11, 12, 24, 25"),
        Row(14, "Software Component", "0, 2, 5"),
        Row(15, "Device Capability Management", "0, 1, 2, 3, 4, 5, 6, 7", .endDevice),
        Row(16, "Portfolio", "0", .endDevice),
        Row(3300, "Generic Sensor", "5601, 5602, 5603, 5604, 5605, 5700, 5701, 5750, 5751", .endDevice),
        Row(10241, "Host Device Information", "5905, 5906, 5907, 5908", .endDevice),
        Row(10262, "Interval Data Delivery", "0, 1, 2, 3", .endDevice),
        Row(10299, "Host Device", "0, 1, 2*, 3, 4, 5*, 6", nil, .only(.verizon)),
        Row(10308, "AT&T Extended Connectivity", "1, 2, 3, 7, 8", nil, .only(.att)),
    ]

    /// Table 2, the column of the types -00.
    static let table2Type00 = [
        Row(0, "Security", "0, 1, 2, 3, 5,"),
        Row(1, "Server", "0, 1, 7, 8"),
        Row(2, "Access Control", "0, 1, 2, 3"),
        Row(3, "Device", "0, 1, 2, 3, 4, 6*, 7*, 8*, 9*, 11*, 16, 17"),
        Row(4, "Connectivity Monitoring", "0, 1, 2, 3, 4, 5, 7, 8"),
        Row(5, "FW Update", "1, 2, 3, 5, 9", .uFOTA),
        Row(6, "Location", "0, 1, 2, 3, 4, 5, 6", .endDevice),
        Row(7, "Connectivity Statistics", "2, 3, 6, 7, 8"),
        Row(3300, "Generic Sensor", "0", .endDevice),
    ]

    /// Table 2, the column of the types -01.
    static let table2Type01 = [
        Row(0, "Security", "0, 1, 2, 3, 5, 10, 11"),
        Row(1, "Server", "0, 1, 2, 3, 4, 5, 7, 8"),
        Row(2, "Access Control", "0, 1, 2, 3"),
        Row(
            3, "Device",
            "0, 1, 2, 3, 4, 5, 6*, 7*, 8*, 9*, 10, 11*, 12*, 13*, 14*, 15*, 16, 17, 18*, 19, 20*, 21, 22*"),
        Row(4, "Connectivity Monitoring", "0, 1, 2, 3, 4, 5, 7*, 8, 9, 10"),
        Row(5, "FW Update", "1, 2, 3, 5, 7, 8, 9", .uFOTA),
        Row(6, "Location", "0, 1, 2, 3, 4, 5, 6", .endDevice),
        Row(7, "Connectivity Statistics", "2, 3, 4, 5, 6, 7, 8"),
        Row(14, "Software Component", "0, 2, 5"),
        Row(15, "Device Capability Management", "0, 1, 2, 3, 4, 5, 6, 7", .endDevice),
        Row(16, "Portfolio", "0", .endDevice),
        Row(3300, "Generic Sensor", "0, 5601, 5602, 5603, 5604, 5605, 5700, 5701, 5750, 5751", .endDevice),
        Row(10241, "Host Device Information", "5905, 5906, 5907, 5908", .endDevice),
        Row(10262, "Interval Data Delivery", "0, 1, 2, 3", .endDevice),
        Row(10299, "Host Device", "0, 1, 2, 3, 4, 5, 6", .endDevice),
    ]

    /// Table 3 as SARA-R422-01B, SARA-R422S-01B and SARA-R422M10S have it.
    static let table3 = [
        Row(0, "Security", "0, 1, 2, 3, 5, 9, 10, 11, 30000**"),
        Row(1, "Server", "0, 1, 2, 3, 4, 5, 7, 8, 16, 17, 18, 30000**"),
        Row(2, "Access Control", "0, 1, 2, 3"),
        Row(
            3, "Device",
            "0, 1, 2, 3, 4, 5, 6*, 7*, 8*, 9*, 10, 11*, 12*, 13*, 14*, 15*, 16, 17, 18, 19, 20*, 21, 22*, 30000**"),
        Row(4, "Connectivity Monitoring", "0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 30000**"),
        Row(5, "FW Update", "1, 2, 3, 5, 8, 9", .uFOTA),
        Row(6, "Location", "0, 1, 2, 3, 4, 5, 6", .endDevice),
        Row(7, "Connectivity Statistics", "0, 1, 2, 3, 4, 5, 6, 7, 8"),
        Row(10, "Cellular Connectivity", "4, 5, 9"),
        Row(11, "APN Connection Profile", "0, 1, 3, 9, 10, 11, 12, 24, 25"),
        Row(14, "Software Component", "0, 2, 5"),
        Row(15, "Device Capability Management", "0, 1, 2, 3, 4, 5, 6, 7", .endDevice),
        Row(16, "Portfolio", "0", .endDevice),
        Row(3300, "Generic Sensor", "5601, 5602, 5603, 5604, 5605, 5700, 5701, 5750, 5751", .endDevice),
        Row(10241, "Host Device Information", "5905, 5906, 5907, 5908", .endDevice),
        Row(10262, "Interval Data Delivery", "0, 1, 2, 3", .endDevice),
        Row(10308, "AT&T Extended Connectivity", "1, 2, 3, 7, 8", nil, .only(.att)),
    ]

    static let table4 = [
        Row(0, "Security", "0, 1, 2, 3, 5, 9, 10, 11, 30000**"),
        Row(1, "Server", "0, 1, 2, 3, 4, 5, 7, 8, 10, 16, 17, 18, 30000**"),
        Row(2, "Access Control", "0, 1, 2, 3"),
        Row(
            3, "Device",
            "0, 1, 2, 3, 4, 5, 6*, 7*, 8*, 9*, 10, 11*, 12, 13, 14*, 15*, 16, 17, 18, 19, 20*, 21*, 22*, 30000**"),
        Row(4, "Connectivity Monitoring", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30000**"),
        Row(5, "FW Update", "1, 2, 3, 5, 6, 7, 8, 9, 10**"),
        Row(7, "Connectivity Statistics", "0, 1, 2, 3, 4, 5, 6, 7, 8"),
        Row(11, "APN Connection Profile", "0, 1, 3, 24", nil, .allBut(.verizon)),
        Row(14, "Software Component", "0, 2, 5"),
        Row(16, "Portfolio", "0", .endDevice, .only(.att)),
        Row(10308, "AT&T Extended Connectivity", "1, 2, 3, 7, 8, 9", nil, .only(.att)),
    ]
}
