extension MNOProfile {
    /// Every profile of which something is known, by number.
    public static let all: [MNOProfile] = [
        MNOProfile(
            number: 0, name: "SW default", start: .never, hasUFOTAServer: false,
            source: "UBX-18068860 R09 §3, §4.1"),
        MNOProfile(
            number: 1, name: "Selected by the SIM", start: .bySIM, hasUFOTAServer: false,
            source: "UBX-17003787 R13 §7.15"),
        att(2, "AT&T"),
        MNOProfile(
            number: 3, name: "Verizon", start: ProfileAssumptions.start,
            bootstrap: ProfileBootstrap(shortServerIDs: [100], source: "UBX-18068860 R09, appendix C"),
            operatorServers: verizonServers, updatesAfterPowerSaving: true, isSilentWhileRoaming: true,
            source: "UBX-18068860 R09 §3.3"),
        listed(4, "Telstra"),
        MNOProfile(
            number: 5, name: "T-Mobile US", start: ProfileAssumptions.start, bootstrap: assumedBootstrap,
            operatorServers: [tMobileServer], hasUFOTAServer: ProfileAssumptions.hasUFOTAServerUnderTMobile,
            source: "UBX-18068860 R09 §3.3"),
        unlisted(6, "China Telecom"),
        unlisted(8, "Sprint"),
        listed(19, "Vodafone"),
        MNOProfile(
            number: 20, name: "NTT DoCoMo", start: .disabled(enabledBy: "AT+ULWM2M=4"), bootstrap: assumedBootstrap,
            operatorServers: [doCoMoServer], hasUFOTAServer: false, updatesAfterPowerSaving: true,
            source: "UBX-18068860 R09 §3.3, §4.3.2"),
        listed(21, "Telus"),
        listed(28, "SoftBank"),
        listed(31, "Deutsche Telekom"),
        unlisted(32, "US Cellular"),
        listed(33, "Vivo"),
        listed(39, "SKT"),
        listed(43, "Rogers"),
        listed(44, "Claro Brasil"),
        listed(45, "TIM Brasil"),
        listed(46, "Orange France"),
        listed(90, "Global"),
        listed(100, "Standard Europe"),
        listed(101, "Standard Europe"),
        listed(102, "Standard Japan"),
        att(198, "AT&T 2-4-12"),
        MNOProfile(
            number: 199, name: "AT&T generic", start: .never, hasUFOTAServer: false,
            source: "SARA-R5 AT commands manual UBX-19047455 R10, second hand"),
        MNOProfile(
            number: 201, name: "GCF-PTCRB", start: .never, hasUFOTAServer: false,
            source: "UBX-18068860 R09 §3, §4.1"),
        att(206, "AT&T FirstNet", apn: ProfileAssumptions.firstNetAPN),
    ]

    /// A profile that table 6 lists for the u-blox server alone.
    private static func listed(_ number: Int, _ name: String) -> MNOProfile {
        MNOProfile(number: number, name: name, start: ProfileAssumptions.start, source: "UBX-18068860 R09, table 6")
    }

    /// A profile of the AT commands manual that the note does not name.
    private static func unlisted(_ number: Int, _ name: String) -> MNOProfile {
        MNOProfile(number: number, name: name, start: ProfileAssumptions.startOfUnlisted, source: "assumed")
    }

    private static func att(_ number: Int, _ name: String, apn: String = ProfileAssumptions.attAPN) -> MNOProfile {
        MNOProfile(
            number: number, name: name, start: ProfileAssumptions.start,
            bootstrap: ProfileBootstrap(shortServerIDs: ProfileAssumptions.attBootstrapIDs, source: "assumed"),
            operatorServers: [
                ProfileServer(
                    name: "Device Management", shortServerID: 3, lifetime: 86_400, connection: .apn(apn),
                    connectsAtBoot: true, source: "UBX-18068860 R09, table 6, §3.5.1")
            ],
            updatesAfterPowerSaving: true, source: "UBX-18068860 R09 §3.3")
    }

    private static let assumedBootstrap = ProfileBootstrap(
        shortServerIDs: ProfileAssumptions.otherBootstrapIDs, source: "assumed")

    private static let verizonServers = [
        ProfileServer(
            name: "Device Management", shortServerID: 102, lifetime: 2_592_000, connection: .apn("VZWADMIN"),
            connectsAtBoot: true, source: "UBX-18068860 R09, table 6"),
        ProfileServer(
            name: "Diagnostic", shortServerID: 101, lifetime: 86_400, connection: .apn("VZWADMIN"),
            connectsAtBoot: true, source: "UBX-18068860 R09, table 6"),
        ProfileServer(
            name: "Repository", shortServerID: 1000, lifetime: 86_400, connection: .context(1),
            source: "UBX-18068860 R09, table 6"),
    ]

    private static let tMobileServer = ProfileServer(
        name: "Device Management", shortServerID: 1, lifetime: 86_400, connection: .context(1),
        address: "lwm2m.iot.t-mobile.com:5684", source: "UBX-18068860 R09, table 6, §3.5.1")

    private static let doCoMoServer = ProfileServer(
        name: "Device Management", shortServerID: 123, lifetime: 86_400,
        connection: .apn(ProfileAssumptions.doCoMoAPN), context: 2, source: "UBX-18068860 R09, table 6, §3.5.1")
}
