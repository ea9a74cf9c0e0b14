import LwM2M
import ObjectHost

extension Product {
    /// SARA-R500S, SARA-R510S and SARA-R510M8S in the versions that run Lua (UBX-18068860 R09 §2.2).
    static let r5 = ["SARA-R500S", "SARA-R510S", "SARA-R510M8S"].flatMap { model in
        [
            r5Version00B00(model + "-00B-00"),
            r5Version00B01(model + "-00B-01"),
            r5LaterVersion00B(model + "-00B"),
            r5Product(model + "-01B", .r5),
            r5Product(model + "-61B", .r5),
            r5Product(model + "-71B", .r5),
        ]
    }

    /// SARA-R510S-01B.
    static let r510SVersion01B = r5Product("SARA-R510S-01B", .r5)

    /// The first type, which lacks the most.
    private static func r5Version00B00(_ name: String) -> Product {
        var product = r5Product(name, .r5Version00B00)
        product.objects = objectsOfR5Version00B00
        product.replacesDisabledAPN = false
        product.status = StatusReporting(events: [0, 1, 2, 3])
        product.commands.hasEmptyWrite = false
        product.commands.hasServerDisabled = false
        product.commands.takesGeneralContext = false
        product.commands.configurationFields = ProductAssumptions.configurationFieldsOnR5Version00B00
        product.commands.configurationExtension = .withoutProductionMode
        product.commands.hasFOTAAPN = ProductAssumptions.hasFOTAAPNOnR5Version00B00
        return product
    }

    /// The second type, without event 6.
    private static func r5Version00B01(_ name: String) -> Product {
        var product = r5Product(name, .r5Version00B01)
        product.status.events = [0, 1, 2, 3, 5]
        product.status.connectionStates = []
        product.commands.configurationFields = ProductAssumptions.configurationFieldsOnR5Version00B01
        return product
    }

    /// The types from 02 onwards.
    private static func r5LaterVersion00B(_ name: String) -> Product {
        var product = r5Product(name, .r5)
        product.types = ["02", "03"]
        return product
    }

    /// What all SARA-R5 have in common: Objects in the firmware and no pulse; type 00B sends a URC without its length.
    static func r5Product(_ name: String, _ group: ProductGroup) -> Product {
        let isVersion00B = name.contains("-00B")
        return Product(
            name: name,
            group: group,
            urcForm: isVersion00B ? .text : .either,
            gpioPins: saraR4Pins + [33, 46],
            pulsePins: [],
            objects: objectsOfR5,
            overridableObjects: BuiltInObject.overridableOnR5,
            objectsAreFiles: false,
            contextMirroring: isVersion00B ? .allButVerizon : .onlyATT,
            replacesDisabledAPN: true,
            timeFollowsModule: true,
            uFOTAServerInstance: .always(10),
            commands: CommandFeatures(
                clientSwitch: .keptAfterReset,
                hasEmptyWrite: true,
                configurationFields: ProductAssumptions.configurationFieldsElsewhere,
                hasServerDisabled: true,
                takesGeneralContext: true,
                configurationReset: .factoryReset,
                configurationExtension: .full,
                hasFOTAAPN: true,
                resets: [16, 15],
                registersAfterDeregistration: true),
            status: StatusReporting(
                events: [0, 1, 2, 3, 5, 6], connectionStates: [0, 1, 2, 3], hasVerbosityMask: true),
            timings: timingsOfR5,
            identity: ModuleIdentity(carrierID: 90))
    }

    /// - Source: UBX-18068860 R09, table 5, §3.6.
    private static let timingsOfR5 = ProductTimings(
        databaseCreation: [90: 5, 100: 5, 2: 7, 3: 13],
        otherDatabaseCreation: ProductAssumptions.otherDatabaseCreationOnR5,
        databaseWait: [90: 10, 100: 10, 2: 10, 3: 20],
        verizonTeardown: 60)

    /// Table 4 without Object 14 and Resource 10 of Object 5 (UBX-18068860 R09 §2.1).
    static let objectsOfR5Version00B00: [SupportedObject] = objectsOfR5.filter { $0.id != .softwareComponent }.map {
        $0.id == .firmwareUpdate ? $0.without(FirmwareUpdateResource.cancel) : $0
    }

    /// - Source: UBX-18068860 R09, table 4.
    static let objectsOfR5: [SupportedObject] = [
        SupportedObject(0, "Security", [0, 1, 2, 3, 5, 9, 10, 11, .verizon(30000)]),
        SupportedObject(1, "Server", [0, 1, 2, 3, 4, 5, 7, 8, 10, 16, 17, 18, .verizon(30000)]),
        SupportedObject(2, "Access Control", [0, 1, 2, 3]),
        SupportedObject(
            3, "Device",
            [
                0, 1, 2, 3, 4, 5, .endDevice(6), .endDevice(7), .endDevice(8), .endDevice(9), 10, .endDevice(11), 12,
                13, .endDevice(14), .endDevice(15), 16, 17, 18, 19, .endDevice(20), .endDevice(21), .endDevice(22),
                .verizon(30000),
            ]),
        SupportedObject(4, "Connectivity Monitoring", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, .verizon(30000)]),
        SupportedObject(5, "FW Update", [1, 2, 3, 5, 6, 7, 8, 9, .verizon(10)]),
        SupportedObject(7, "Connectivity Statistics", [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        SupportedObject(11, "APN Connection Profile", [0, 1, 3, 24], nil, .allBut(.verizon)),
        SupportedObject(14, "Software Component", [0, 2, 5]),
        SupportedObject(16, "Portfolio", [0], .endDevice, .only(.att)),
        SupportedObject(10308, "AT&T Extended Connectivity", [1, 2, 3, 7, 8, 9], nil, .only(.att)),
    ]
}
