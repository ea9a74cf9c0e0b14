import ObjectHost

extension Product {
    /// SARA-R4 of version 02B. The types -00, -01 and -02 have LwM2M only for uFOTA: `r41UpdatesOnly`.
    static let r41Version02B = ["SARA-R410M-02B", "SARA-R412M-02B"].map { name in
        var product = r41Product(name, .r41Version02B, objects: objectsOfR41Version02B)
        product.types = ["04", "03"]
        product.contextMirroring = .allButVerizon
        product.replacesDisabledAPN = true
        product.commands.hasPersistentDisable = ProductAssumptions.hasPersistentDisableOn02B
        return product
    }

    /// What all SARA-R410M and SARA-R412M have in common.
    static func r41Product(_ name: String, _ group: ProductGroup, objects: [SupportedObject]) -> Product {
        Product(
            name: name,
            group: group,
            urcForm: .lengthAndText,
            gpioPins: saraR4Pins,
            pulsePins: saraR4Pins,
            objects: objects,
            objectsAreFiles: true,
            uFOTAServerInstance: UFOTAServerInstance(underATTAndVerizon: 721, elsewhere: 1),
            commands: CommandFeatures(
                clientSwitch: .stopsUntilReset,
                configurationFields: ProductAssumptions.configurationFieldsOnR41,
                configurationReset: .profileAndBack,
                updates: .spaced,
                resets: [15],
                writesSoftBankLifetime: false),
            status: StatusReporting(events: [0, 1, 2, 3, 4]),
            timings: ProductTimings(
                otherDatabaseCreation: ProductAssumptions.databaseCreationOnR4, stop: 4, lazySave: 40),
            identity: ModuleIdentity(carrierID: 0))
    }

    /// The GPIO pins of SARA-R4 and SARA-R422, GPIO1 to GPIO6 by number (UBX-17003787 R13, table 17).
    static let saraR4Pins = [16, 19, 23, 24, 25, 42]

    /// The table's 5607 is 5602, as in the note's examples (§4.5, §5.3.4) and OMA's definition.
    ///
    /// - Source: UBX-18068860 R09, table 1.
    static let objectsOfR41Version02B: [SupportedObject] = [
        SupportedObject(0, "Security", [0, 1, 2, 3, 5, 9, 10, 11, .verizon(30000)]),
        SupportedObject(1, "Server", [0, 1, 2, 3, 4, 5, 7, 8, 16, 17, 18, .verizon(30000)]),
        SupportedObject(2, "Access Control", [0, 1, 2, 3]),
        SupportedObject(
            3, "Device",
            [
                0, 1, 2, 3, 4, 5, .endDevice(6), .endDevice(7), .endDevice(8), .endDevice(9), 10, .endDevice(11),
                .endDevice(12), .endDevice(13), .endDevice(14), .endDevice(15), 16, 17, .endDevice(18), 19,
                .endDevice(20), 21, .endDevice(22), .verizon(30000),
            ]),
        SupportedObject(
            4, "Connectivity Monitoring", [0, 1, 2, 3, 4, 5, .endDevice(7), 8, 9, 10, .verizon(30000)]),
        SupportedObject(5, "FW Update", [1, 2, 3, 5, 7, 8, 9], .uFOTAOrVerizon),
        SupportedObject(6, "Location", [0, 1, 2, 3, 4, 5, 6], .endDevice),
        SupportedObject(7, "Connectivity Statistics", [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        SupportedObject(10, "Cellular Connectivity", [4, 5, 9]),
        SupportedObject(11, "APN Connection Profile", [0, 1, 3, 9, 10, 11, 12, 24, 25]),
        SupportedObject(14, "Software Component", [0, 2, 5]),
        SupportedObject(15, "Device Capability Management", [0, 1, 2, 3, 4, 5, 6, 7], .endDevice),
        SupportedObject(16, "Portfolio", [0], .endDevice),
        SupportedObject(3300, "Generic Sensor", [5601, 5602, 5603, 5604, 5605, 5700, 5701, 5750, 5751], .endDevice),
        SupportedObject(10241, "Host Device Information", [5905, 5906, 5907, 5908], .endDevice),
        SupportedObject(10262, "Interval Data Delivery", [0, 1, 2, 3], .endDevice),
        SupportedObject(
            10299, "Host Device", [0, 1, .endDevice(2), 3, 4, .endDevice(5), 6], nil,
            ProductAssumptions.hostDeviceOperators),
        SupportedObject(10308, "AT&T Extended Connectivity", [1, 2, 3, 7, 8], nil, .only(.att)),
    ]
}

extension Product {
    /// The first types of SARA-R4 of version 02B: their LwM2M client is only for firmware updates.
    ///
    /// - Source: UBX-18068860 R09, page 1, §3.6; UBX-17003787 R13 §14.9, §14.10, §14.13.
    static let r41UpdatesOnly = ["SARA-R410M-02B", "SARA-R412M-02B"].flatMap { version in
        ["00", "01", "02"].map { type in
            var product = r41Product(
                "\(version)-\(type)", .r41UpdatesOnly, objects: ProductAssumptions.objectsOfR41UpdatesOnly)
            product.successor = version
            product.supportsLua = false
            product.pulsePins = ProductAssumptions.pulsePinsOfR41UpdatesOnly
            product.contextMirroring = .allButVerizon
            product.replacesDisabledAPN = true
            product.commands.hasObjectCommands = false
            product.commands.clientSwitch = .cancelsDownload
            product.commands.configurationFields = 0
            product.commands.configurationReset = .none
            product.commands.hostDevice = ProductAssumptions.hostDeviceOfR41UpdatesOnly
            product.commands.updates = ProductAssumptions.updatesOfR41UpdatesOnly
            product.status = StatusReporting(events: [], isOnAtFactory: true, needsSIM: true)
            product.timings.stop = 0
            // §3.6 gives this time to two of the types, on LTE Cat M1 and 2G.
            if type != "00" { (product.timings.teardown, product.timings.verizonTeardown) = (186, 186) }
            return product
        }
    }
}
