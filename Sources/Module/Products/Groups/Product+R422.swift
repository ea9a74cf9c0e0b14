import LwM2M
import ObjectHost

extension Product {
    /// SARA-R422 in its four variants; M8S exists only as 00B, and M10S only as 01B.
    static let r422: [Product] =
        ["SARA-R422-00B", "SARA-R422S-00B", "SARA-R422M8S-00B"].map(r422Version00B)
        + ["SARA-R422-01B", "SARA-R422S-01B", "SARA-R422M10S-01B"].map(r422Version01B)

    private static func r422Version00B(_ name: String) -> Product {
        var product = r422Product(name, .r422Version00B)
        product.uFOTAServerInstance = .always(1)
        product.commands.usesContext1Only = true
        product.commands.configurationFields = ProductAssumptions.configurationFieldsOnR422Version00B
        product.commands.hasServerDisabled = ProductAssumptions.hasServerDisabledOnR422Version00B
        return product
    }

    private static func r422Version01B(_ name: String) -> Product {
        var product = r422Product(name, .r422Version01B)
        product.objects = objectsOfR422Version01B
        product.commands.takesGeneralContext = ProductAssumptions.takesGeneralContextOnR422
        product.contextMirroring = .onlyATT
        product.replacesDisabledAPN = true
        product.timings.verizonTeardown = 60
        return product
    }

    /// What SARA-R422 and LEXI-R422 have in common.
    static func r422Product(_ name: String, _ group: ProductGroup) -> Product {
        Product(
            name: name,
            group: group,
            urcForm: .lengthAndText,
            gpioPins: saraR4Pins,
            pulsePins: saraR4Pins,
            objects: objectsOfR422,
            objectsAreFiles: ProductAssumptions.areObjectsFilesOnR422,
            uFOTAServerInstance: .always(10),
            commands: CommandFeatures(
                clientSwitch: .keptAfterReset,
                configurationFields: ProductAssumptions.configurationFieldsElsewhere,
                hasServerDisabled: true,
                configurationReset: .clientReset,
                configurationExtension: ProductAssumptions.configurationExtensionOnR422,
                updates: ProductAssumptions.updatesOnR422,
                resets: [16, 15],
                writesSoftBankLifetime: false),
            status: StatusReporting(
                events: [0, 1, 2, 3, 4, 5, 6], connectionStates: [0, 3], hasVerbosityMask: true,
                isOnAtFactory: ProductAssumptions.isStatusOnAtFactoryOnR422),
            timings: ProductTimings(otherDatabaseCreation: ProductAssumptions.databaseCreationOnR4, lazySave: 40),
            identity: ModuleIdentity(carrierID: ProductAssumptions.factoryProfileOnR422))
    }

    /// Table 3 without what its notes give only to SARA-R422-01B, SARA-R422S-01B and SARA-R422M10S.
    ///
    /// - Source: UBX-18068860 R09, table 3.
    static let objectsOfR422: [SupportedObject] = objectsOfR422Version01B.filter { $0.id != .attConnectivityExtension }
        .map {
            $0.without(30000)
        }

    /// The table's 5607 is 5602, as in table 1.
    ///
    /// - Source: UBX-18068860 R09, table 3.
    static let objectsOfR422Version01B: [SupportedObject] = [
        SupportedObject(0, "Security", [0, 1, 2, 3, 5, 9, 10, 11, .verizon(30000)]),
        SupportedObject(1, "Server", [0, 1, 2, 3, 4, 5, 7, 8, 16, 17, 18, .verizon(30000)]),
        SupportedObject(2, "Access Control", [0, 1, 2, 3]),
        SupportedObject(
            3, "Device",
            [
                0, 1, 2, 3, 4, 5, .endDevice(6), .endDevice(7), .endDevice(8), .endDevice(9), 10, .endDevice(11),
                .endDevice(12), .endDevice(13), .endDevice(14), .endDevice(15), 16, 17, 18, 19, .endDevice(20), 21,
                .endDevice(22), .verizon(30000),
            ]),
        SupportedObject(4, "Connectivity Monitoring", [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, .verizon(30000)]),
        SupportedObject(5, "FW Update", [1, 2, 3, 5, 8, 9], .uFOTA),
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
        SupportedObject(10308, "AT&T Extended Connectivity", [1, 2, 3, 7, 8], nil, .only(.att)),
    ]
}

extension Product {
    /// LEXI-R422, which differs from SARA-R422-01B in its pins (UBX-18068860 R09 §5.5). The note does not mention it
    /// where it gives SARA-R422-01B Object 10308, the Resources 30000 and the mirroring of contexts.
    static let lexi: [Product] = {
        var product = r422Product("LEXI-R422", .lexi)
        product.gpioPins = [14, 15, 16, 17, 18, 29]
        product.pulsePins = product.gpioPins
        product.commands.takesGeneralContext = ProductAssumptions.takesGeneralContextOnR422
        return [product]
    }()
}
