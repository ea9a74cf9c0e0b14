extension Product {
    /// The first types of SARA-R4 of the version 02B: their LwM2M client is there for updates of the firmware alone.
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
