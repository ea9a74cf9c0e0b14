extension Product {
    /// SARA-R4 of the versions 63B, 73B and 83B.
    static let r41VersionX3B =
        ["63B", "73B", "83B"].flatMap { version in
            [
                x3BProduct("SARA-R410M-\(version)-00", objects: objectsOfX3BType00),
                x3BProduct("SARA-R410M-\(version)-01", objects: objectsOfX3BType01),
            ]
        }

    private static func x3BProduct(_ name: String, objects: [SupportedObject]) -> Product {
        var product = r41Product(name, .r41VersionX3B, objects: objects)
        product.status.numbering = .old
        product.status.isOnAtFactory = true
        product.commands.hasPersistentDisable = ProductAssumptions.hasPersistentDisableOnX3B
        product.commands.hasDoCoMoSwitch = name.contains("-63B-")
        return product
    }

    /// - Source: UBX-18068860 R09, table 2, the first column of Resources.
    static let objectsOfX3BType00: [SupportedObject] = [
        SupportedObject(0, "Security", [0, 1, 2, 3, 5]),
        SupportedObject(1, "Server", [0, 1, 7, 8]),
        SupportedObject(2, "Access Control", [0, 1, 2, 3]),
        SupportedObject(
            3, "Device",
            [0, 1, 2, 3, 4, .endDevice(6), .endDevice(7), .endDevice(8), .endDevice(9), .endDevice(11), 16, 17]),
        SupportedObject(4, "Connectivity Monitoring", [0, 1, 2, 3, 4, 5, 7, 8]),
        SupportedObject(5, "FW Update", [1, 2, 3, 5, 9], .uFOTA),
        SupportedObject(6, "Location", [0, 1, 2, 3, 4, 5, 6], .endDevice),
        SupportedObject(7, "Connectivity Statistics", [2, 3, 6, 7, 8]),
        SupportedObject(3300, "Generic Sensor", [0], .endDevice),
    ]

    /// The table's 5607 is 5602, as in table 1.
    ///
    /// - Source: UBX-18068860 R09, table 2, the second column of Resources.
    static let objectsOfX3BType01: [SupportedObject] = [
        SupportedObject(0, "Security", [0, 1, 2, 3, 5, 10, 11]),
        SupportedObject(1, "Server", [0, 1, 2, 3, 4, 5, 7, 8]),
        SupportedObject(2, "Access Control", [0, 1, 2, 3]),
        SupportedObject(
            3, "Device",
            [
                0, 1, 2, 3, 4, 5, .endDevice(6), .endDevice(7), .endDevice(8), .endDevice(9), 10, .endDevice(11),
                .endDevice(12), .endDevice(13), .endDevice(14), .endDevice(15), 16, 17, .endDevice(18), 19,
                .endDevice(20), 21, .endDevice(22),
            ]),
        SupportedObject(4, "Connectivity Monitoring", [0, 1, 2, 3, 4, 5, .endDevice(7), 8, 9, 10]),
        SupportedObject(5, "FW Update", [1, 2, 3, 5, 7, 8, 9], .uFOTA),
        SupportedObject(6, "Location", [0, 1, 2, 3, 4, 5, 6], .endDevice),
        SupportedObject(7, "Connectivity Statistics", [2, 3, 4, 5, 6, 7, 8]),
        SupportedObject(14, "Software Component", [0, 2, 5]),
        SupportedObject(15, "Device Capability Management", [0, 1, 2, 3, 4, 5, 6, 7], .endDevice),
        SupportedObject(16, "Portfolio", [0], .endDevice),
        SupportedObject(
            3300, "Generic Sensor", [0, 5601, 5602, 5603, 5604, 5605, 5700, 5701, 5750, 5751], .endDevice),
        SupportedObject(10241, "Host Device Information", [5905, 5906, 5907, 5908], .endDevice),
        SupportedObject(10262, "Interval Data Delivery", [0, 1, 2, 3], .endDevice),
        SupportedObject(10299, "Host Device", [0, 1, 2, 3, 4, 5, 6], .endDevice),
    ]
}
