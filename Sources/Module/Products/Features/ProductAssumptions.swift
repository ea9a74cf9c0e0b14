/// What no source specifies about the products. Each choice is made once, here, so that the answer of a real module can
/// replace it.
enum ProductAssumptions {
    /// Seconds from a reset until the AT port answers; hosts allow 5 to 15.
    static let bootTime = 5
    /// Seconds from a reset until `+ULWM2MLIST` answers; 9 have been seen on SARA-R412M.
    static let clientStartTime = 9
    /// The minimum number of seconds from the AT port to a ready client.
    static let shortestClientStart = 0.5
    /// Seconds to create the database on SARA-R4, for which the note gives only how long to wait, 10: less than that.
    static let databaseCreationOnR4 = 9
    /// Seconds to create it on SARA-R5 under a profile that is not in table 5: as under 90 and 100.
    static let otherDatabaseCreationOnR5 = 5
    /// `+ULWM2MSTAT` is off on a new SARA-R422, as on all but the x3B types.
    static let isStatusOnAtFactoryOnR422 = false
    /// SARA-R422-00B has no `<server_disabled>`: §3.5.3 names it for 01B, LEXI-R422 and SARA-R5.
    static let hasServerDisabledOnR422Version00B = false
    /// SARA-R422-01B and LEXI-R422 accept `<cid>` 255, as SARA-R5 does.
    static let takesGeneralContextOnR422 = true
    /// `+ULWM2MCONFIGEXT` is mentioned only for SARA-R5.
    static let configurationExtensionOnR422 = ConfigurationExtension.none
    /// `+ULWM2MFOTAAPN` exists on SARA-R5 of type 00B-00 too.
    static let hasFOTAAPNOnR5Version00B00 = true
    /// The built-in Objects of SARA-R422 are files, as on SARA-R4.
    static let areObjectsFilesOnR422 = true
    /// SARA-R422 and LEXI-R422 have operator profile 90 when new; it has been read on one.
    static let factoryProfileOnR422 = 90
    /// The types -00, -01 and -02 of SARA-R410M-02B and SARA-R412M-02B have the Objects of table 1, whose heading names
    /// the version without its types. Their host cannot write those that the table leaves to it.
    static let objectsOfR41UpdatesOnly = Product.objectsOfR41Version02B
    /// They have neither `+ULWM2MPULSE` nor mode 25: no script of the host could send a pulse.
    static let pulsePinsOfR41UpdatesOnly: [Int] = []
    /// They have `+UHOSTDEV`, which their manual lists (UBX-17003787 R13 §14.13), and not its successor `+ODIS`.
    static let hostDeviceOfR41UpdatesOnly = HostDeviceCommand.uhostdev
    /// What a new module reports about its host: identity, manufacturer, model, software. The manual of `+UHOSTDEV`
    /// lists the identity last, which does not match the order in which the command takes the texts (UBX-17003787 R13
    /// §14.13).
    static let hostDevice = ["HUID0", "HMAN0", "HMOD0", "HSW0"]
    /// They report updates only by `+ULWM2MSTAT`: their manual does not mention `+UFOTASTAT`, which has been seen on a
    /// later type.
    static let updatesOfR41UpdatesOnly = UpdateReporting.oldStatus
    /// SARA-R422 and LEXI-R422 write `+UFOTASTAT` as SARA-R5 does.
    static let updatesOnR422 = UpdateReporting.plain
    /// Fields of `AT+ULWM2MCONFIG?`: those of the note's examples, minus those that the type does not have.
    static let configurationFieldsOnR41 = 5
    static let configurationFieldsOnR422Version00B = 11
    static let configurationFieldsOnR5Version00B00 = 10
    static let configurationFieldsOnR5Version00B01 = 11
    static let configurationFieldsElsewhere = 12
    /// SARA-R410M-02B and SARA-R412M-02B accept `AT+ULWM2M=1,1`, as their newest type -04 does; named as type -03 they
    /// do not (appendix D).
    static let hasPersistentDisableOn02B = true
    /// SARA-R410M-63B, -73B and -83B accept it too; appendix D does not mention them.
    static let hasPersistentDisableOnX3B = true
    /// `**` at Object 10299 in table 1 has the same meaning as elsewhere in that table.
    static let hostDeviceOperators = OperatorScope.only(.verizon)

    // MARK: - Firmware

    /// The versions of each type; a later type has a later version. The formats are those that such modules print.
    static func firmware(of product: Product) -> Product.Firmware {
        let known = firmwares.first { contains($0.name, in: product.name) } ?? firmwares[firmwares.count - 1]
        return Product.Firmware(modem: known.modem, application: known.application)
    }

    /// The standard library's own search is made for any text, and takes a tenth of a boot.
    private static func contains(_ part: String, in name: String) -> Bool {
        let (part, name) = (Array(part.utf8), Array(name.utf8))
        guard part.count <= name.count else { return false }
        return (0...(name.count - part.count)).contains { name[$0..<($0 + part.count)].elementsEqual(part) }
    }

    /// By what the name contains, the most precise first.
    private static let firmwares: [(name: String, modem: String, application: String)] = [
        ("R410M-02B-00", "L0.0.00.00.05.06", "A.02.00"), ("R410M-02B-01", "L0.0.00.00.05.08", "A.02.04"),
        ("R410M-02B-02", "L0.0.00.00.05.11", "A.02.16"), ("R410M-02B", "L0.0.00.00.05.12", "A.02.21"),
        ("R412M-02B-00", "M0.05.00", "A.02.04"), ("R412M-02B-01", "M0.09.00", "A.02.11"),
        ("R412M-02B-02", "M0.10.00", "A.02.14"), ("R412M-02B", "M0.11.01", "A.02.17"),
        ("R410M-63B-00", "L0.08.10", "A.01.09"), ("R410M-63B-01", "L0.08.12", "A.01.12"),
        ("R410M-73B-00", "L0.08.11", "A.02.02"), ("R410M-73B-01", "L0.08.13", "A.02.04"),
        ("R410M-83B-00", "L0.08.14", "A.03.01"), ("R410M-83B-01", "L0.08.15", "A.03.02"),
        ("LEXI-R422", "02.10", "A00.03"), ("R422-00B", "01.20", "A01.05"), ("R422S-00B", "01.20", "A01.05"),
        ("R422M8S", "01.20", "A01.05"), ("-R422", "01.24", "A01.10"),
        ("-00B-00", "02.05", "A00.01"), ("-00B-01", "02.06", "A00.01"), ("-00B", "02.08", "A00.01"),
        ("-01B", "03.15", "A00.01"), ("-61B", "04.02", "A00.01"), ("-71B", "05.04", "A00.01"),
    ]
}
