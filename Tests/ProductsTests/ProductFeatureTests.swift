import LwM2MClient
import Products
import Testing

/// What the groups of products differ in, feature by feature and group by group.
struct ProductFeatureTests {
    /// One product of each group, in the order of the columns below.
    static let columns = [
        "SARA-R410M-02B", "SARA-R410M-63B-00", "SARA-R412M-02B-01", "SARA-R422-00B", "SARA-R422-01B", "LEXI-R422",
        "SARA-R510S-00B-00", "SARA-R510S-00B-01", "SARA-R510S-00B", "SARA-R510S-01B",
    ].map { Product.named($0)! }

    struct Line: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var value: @Sendable (Product) -> String
        var cells: [String]

        init(_ description: String, _ value: @escaping @Sendable (Product) -> String, _ cells: String) {
            testDescription = description
            self.value = value
            self.cells = cells.split(separator: "|").map { word in
                var word = word
                while word.first == " " { word.removeFirst() }
                while word.last == " " { word.removeLast() }
                return String(word)
            }
        }
    }

    static let lines = [
        Line(
            "group", { $0.group.rawValue }, "R41-02B|R41-x3B|R41-fota|R422-00B|R422-01B|LEXI|R5-00B-00|R5-00B-01|R5|R5"),
        Line("registered", { "\($0.status.numbering.registered)" }, "3|2|3|3|3|3|3|3|3|3"),
        Line("failed", { "\($0.status.numbering.registrationFailed)" }, "4|3|4|4|4|4|4|4|4|4"),
        Line(
            "events", { $0.status.events.isEmpty ? "-" : $0.status.events.map(String.init).joined() },
            "01234|01234|-|0123456|0123456|0123456|0123|01235|012356|012356"),
        Line(
            "event 6", { "\($0.status.connectionStates)" },
            "[]|[]|[]|[0, 3]|[0, 3]|[0, 3]|[]|[]|[0, 1, 2, 3]|[0, 1, 2, 3]"
        ),
        Line("mask", { yes($0.status.hasVerbosityMask) }, "no|no|no|yes|yes|yes|no|yes|yes|yes"),
        Line("on when new", { yes($0.status.isOnAtFactory) }, "no|yes|yes|no|no|no|no|no|no|no"),
        Line(
            "ULWM2M=1",
            {
                switch $0.commands.clientSwitch {
                case .stopsUntilReset: "now"
                case .keptAfterReset: "NVM"
                case .cancelsDownload: "-"
                }
            },
            "now|now|-|NVM|NVM|NVM|NVM|NVM|NVM|NVM"),
        Line("ULWM2M=1,1", { yes($0.commands.hasPersistentDisable) }, "yes|yes|no|no|no|no|no|no|no|no"),
        Line("ULWM2M=4", { yes($0.commands.hasDoCoMoSwitch) }, "no|yes|no|no|no|no|no|no|no|no"),
        Line("empty write", { yes($0.commands.hasEmptyWrite) }, "no|no|no|no|no|no|no|yes|yes|yes"),
        Line("pulse", { yes($0.hasPulse) }, "yes|yes|no|yes|yes|yes|no|no|no|no"),
        Line("fields", { "\($0.commands.configurationFields)" }, "5|5|0|11|12|12|10|11|12|12"),
        Line("server_disabled", { yes($0.commands.hasServerDisabled) }, "no|no|no|no|yes|yes|no|yes|yes|yes"),
        Line("cid 255", { yes($0.commands.takesGeneralContext) }, "no|no|no|no|yes|yes|no|yes|yes|yes"),
        Line("context 1", { yes($0.commands.usesContext1Only) }, "no|no|no|yes|no|no|no|no|no|no"),
        Line(
            "CONFIGEXT", { $0.commands.configurationExtension.rawValue },
            "none|none|none|none|none|none|without production mode|full|full|full"),
        Line("FOTAAPN", { yes($0.commands.hasFOTAAPN) }, "no|no|no|no|no|no|yes|yes|yes|yes"),
        Line(
            "reset", { "\($0.commands.resets)" },
            "[15]|[15]|[15]|[16, 15]|[16, 15]|[16, 15]|[16, 15]|[16, 15]|[16, 15]|[16, 15]"),
        Line("files", { yes($0.objectsAreFiles) }, "yes|yes|yes|yes|yes|yes|no|no|no|no"),
        Line(
            "mirror", { $0.contextMirroring.rawValue },
            "all but Verizon|never|all but Verizon|never|AT&T|never|all but Verizon|all but Verizon|all but Verizon|AT&T"
        ),
        Line("APN", { yes($0.replacesDisabledAPN) }, "yes|no|yes|no|yes|no|no|yes|yes|yes"),
        Line("time", { yes($0.timeFollowsModule) }, "no|no|no|no|no|no|yes|yes|yes|yes"),
        Line("721 under 90", { "\($0.uFOTAServerInstance.number(profile: 90))" }, "1|1|1|1|10|10|10|10|10|10"),
        Line("721 under 3", { "\($0.uFOTAServerInstance.number(profile: 3))" }, "721|721|721|1|10|10|10|10|10|10"),
        Line("lazy save", { "\($0.timings.lazySave ?? 0)" }, "40|40|40|40|40|40|0|0|0|0"),
        Line("stop", { "\($0.timings.stop)" }, "4|4|0|0|0|0|0|0|0|0"),
        Line("teardown", { "\($0.timings.teardown(profile: 90))" }, "90|90|186|90|90|90|90|90|90|90"),
        Line("Verizon teardown", { "\($0.timings.teardown(profile: 3))" }, "90|90|186|90|60|90|60|60|60|60"),
        Line("register again", { yes($0.commands.registersAfterDeregistration) }, "no|no|no|no|no|no|yes|yes|yes|yes"),
        Line("profile", { "\($0.factoryProfile)" }, "0|0|0|90|90|90|90|90|90|90"),
        Line("client exit", { yes($0.group.reportsClientExit) }, "no|no|no|yes|yes|yes|no|no|no|no"),
        Line("Lua", { yes($0.supportsLua) }, "yes|yes|no|yes|yes|yes|yes|yes|yes|yes"),
        Line("Objects", { yes($0.commands.hasObjectCommands) }, "yes|yes|no|yes|yes|yes|yes|yes|yes|yes"),
        Line("SIM", { yes($0.status.needsSIM) }, "no|no|yes|no|no|no|no|no|no|no"),
        Line(
            "host", { $0.commands.hostDevice.rawValue },
            "+ODIS|+ODIS|+UHOSTDEV|+ODIS|+ODIS|+ODIS|+ODIS|+ODIS|+ODIS|+ODIS"),
        Line(
            "updates", { "\($0.commands.updates)" },
            "spaced|spaced|oldStatus|plain|plain|plain|plain|plain|plain|plain"),
    ]
    @Test(arguments: lines) func differs(_ line: Line) {
        #expect(Self.columns.map(line.value) == line.cells)
    }

    static func yes(_ flag: Bool) -> String { flag ? "yes" : "no" }

    @Test func switchesDoCoMoOn63BAlone() {
        let names = Product.all.filter(\.commands.hasDoCoMoSwitch).map(\.name)
        #expect(names == ["SARA-R410M-63B-00", "SARA-R410M-63B-01"])
    }

    /// UBX-17003787 R16, page 317, and the numbers of the x3B types.
    static let states: [(ServerState, current: Int, old: Int?)] = [
        (.deregistered, 0, 0), (.registrationHoldOff, 1, nil), (.registrationPending, 2, 1), (.registered, 3, 2),
        (.registrationFailed, 4, 3), (.updatePending, 5, 4), (.updateNeeded, 6, 5), (.fullUpdateNeeded, 7, 6),
        (.deregistrationNeeded, 8, nil), (.deregistrationPending, 9, 7), (.bootstrapHoldOff, 10, 8),
        (.bootstrapInitiated, 11, 9), (.bootstrapPending, 12, 10), (.bootstrapFinishing, 13, 11),
        (.bootstrapFinished, 14, 12), (.bootstrapFailing, 15, 13), (.bootstrapFailed, 16, 14),
    ]
    @Test(arguments: states) func numbersTheStates(_ state: ServerState, _ current: Int, _ old: Int?) {
        #expect(StatusNumbering.current.number(of: state) == current)
        #expect(StatusNumbering.old.number(of: state) == old)
    }

    @Test func namesTwoStatesByThemselves() {
        #expect(Self.states.count == ServerState.allCases.count)
        for numbering in StatusNumbering.allCases {
            #expect(numbering.number(of: .registered) == numbering.registered)
            #expect(numbering.number(of: .registrationFailed) == numbering.registrationFailed)
        }
    }

    /// UBX-18068860 R09, table 5 and the lines below it.
    static let databaseTimes: [(String, profile: Int, creation: Int, wait: Int)] = [
        ("SARA-R510S-01B", 90, 5, 10), ("SARA-R510S-01B", 100, 5, 10), ("SARA-R510S-01B", 2, 7, 10),
        ("SARA-R510S-01B", 3, 13, 20), ("SARA-R500S-00B-00", 3, 13, 20), ("SARA-R510S-01B", 19, 5, 10),
        ("SARA-R410M-02B", 3, 9, 10), ("LEXI-R422", 90, 9, 10),
    ]
    @Test(arguments: databaseTimes) func takesItsTimeForTheDatabase(
        _ name: String, _ profile: Int, _ creation: Int, _ wait: Int
    ) throws {
        let timings = try #require(Product.named(name)).timings
        #expect(
            timings.databaseCreation(profile: profile) == creation && timings.databaseWait(profile: profile) == wait)
    }
}
