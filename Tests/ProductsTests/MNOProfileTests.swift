import Products
import Testing

/// Table 6 of UBX-18068860 R09 and the notes around it.
struct MNOProfileTests {
    static let day = 86_400
    static let r4 = Product.named("SARA-R410M-02B")!
    static let r422 = Product.named("SARA-R422-01B")!

    @Test func namesEveryNumberOnce() {
        let numbers = [
            0, 1, 2, 3, 4, 5, 6, 8, 19, 20, 21, 28, 31, 32, 33, 39, 43, 44, 45, 46, 90, 100, 101, 102, 198, 199, 201,
            206,
        ]
        #expect(MNOProfile.all.map(\.number) == numbers)
        #expect(numbers.allSatisfy { MNOProfile.numbered($0)?.number == $0 })
        #expect(MNOProfile.numbered(7) == nil && MNOProfile.numbered(-1) == nil)
        #expect(MNOProfile.all.allSatisfy { !$0.source.isEmpty && !$0.name.isEmpty })
    }

    struct Cell: Sendable, CustomTestStringConvertible {
        var profiles: [Int]
        var name: String
        var id: Int
        var lifetime: Int
        var connection: ProfileServer.Connection
        var connectsAtBoot = false
        var testDescription: String { "\(name) under \(profiles)" }
    }

    /// The rows of the operators' servers. FirstNet has the APN of §3.5.1, the others of AT&T its spelling.
    static let operatorRows = [
        Cell(
            profiles: [2, 198], name: "Device Management", id: 3, lifetime: day, connection: .apn("attm2mglobal"),
            connectsAtBoot: true),
        Cell(
            profiles: [206], name: "Device Management", id: 3, lifetime: day, connection: .apn("attiotfirstnet.fn"),
            connectsAtBoot: true),
        Cell(
            profiles: [3], name: "Device Management", id: 102, lifetime: 30 * day, connection: .apn("VZWADMIN"),
            connectsAtBoot: true),
        Cell(
            profiles: [3], name: "Diagnostic", id: 101, lifetime: day, connection: .apn("VZWADMIN"),
            connectsAtBoot: true),
        Cell(profiles: [3], name: "Repository", id: 1000, lifetime: day, connection: .context(1)),
        Cell(profiles: [5], name: "Device Management", id: 1, lifetime: day, connection: .context(1)),
        Cell(profiles: [20], name: "Device Management", id: 123, lifetime: day, connection: .apn("dcmiot.net")),
    ]
    @Test(arguments: operatorRows) func equalsTheRowsOfTheOperators(_ row: Cell) throws {
        for number in row.profiles {
            let profile = try #require(MNOProfile.numbered(number))
            let server = try #require(profile.operatorServers.first { $0.shortServerID == row.id })
            #expect(server.name == row.name && server.lifetime == row.lifetime)
            #expect(server.connection == row.connection && server.connectsAtBoot == row.connectsAtBoot)
            #expect(!server.source.isEmpty)
        }
    }

    @Test func hasNoOtherServers() {
        let expected = [2: [3], 198: [3], 206: [3], 3: [102, 101, 1000], 5: [1], 20: [123]]
        for profile in MNOProfile.all {
            #expect(profile.operatorServers.map(\.shortServerID) == expected[profile.number] ?? [], "\(profile.number)")
            let address = profile.number == 5 ? "lwm2m.iot.t-mobile.com:5684" : nil
            #expect(profile.operatorServers.allSatisfy { $0.address == address })
            #expect(profile.operatorServers.allSatisfy { $0.context == (profile.number == 20 ? 2 : nil) })
        }
    }

    /// The two rows of 721, with SoftBank as §5.2 has it on SARA-R4.
    static let uFOTARows: [(product: Product, days: Int, profiles: [Int])] = [
        (r4, 14, [4, 28]), (r422, 14, [4, 28]), (.default, 14, [4]),
        (r4, 1, [2, 3, 19, 21, 31, 33, 39, 43, 44, 45, 46, 90, 100, 101, 102, 198, 206]),
        (.default, 1, [2, 3, 19, 21, 28, 31, 33, 39, 43, 44, 45, 46, 90, 100, 101, 102, 198, 206]),
        (.default, 1, [6, 8, 32]),
    ]
    @Test(arguments: uFOTARows) func equalsTheRowsOf721(_ product: Product, _ days: Int, _ profiles: [Int]) throws {
        for number in profiles {
            let profile = try #require(MNOProfile.numbered(number))
            let server = try #require(profile.uFOTAServer(on: product))
            #expect(server.shortServerID == 721 && server.name == "u-blox LwM2M" && !server.connectsAtBoot)
            #expect(server.lifetime == days * Self.day, "\(number)")
            if number != 28 { #expect(server.connection == .context(1)) }
            #expect(profile.servers(on: product) == profile.operatorServers + [server])
        }
    }

    @Test func has721NowhereElse() {
        func without(_ product: Product) -> [Int] {
            MNOProfile.all.filter { $0.uFOTAServer(on: product) == nil }.map(\.number)
        }
        // Under T-Mobile it is there and disabled, where a server can be (UBX-18068860 R09 §3.7).
        #expect(without(.default) == [0, 1, 20, 199, 201])
        #expect(without(Self.r4) == [0, 1, 5, 20, 199, 201])
    }

    @Test func reaches721UnderSoftBankByAContextOfItsOwn() throws {
        let softBank = try #require(MNOProfile.numbered(28))
        let older = try #require(Product.named("SARA-R422-00B"))
        #expect(softBank.uFOTAServer(on: Self.r4)?.connection == .context(2))
        #expect(softBank.uFOTAServer(on: Self.r422)?.connection == .context(2))
        #expect(softBank.uFOTAServer(on: older)?.connection == .context(1))
        #expect(softBank.uFOTAServer(on: .default)?.connection == .uFOTAContext)
        #expect(!softBank.writesLifetime(on: Self.r4) && softBank.writesLifetime(on: .default))
    }

    @Test func bootstrapsUnderSixProfiles() {
        let numbers = MNOProfile.all.filter { $0.bootstrap != nil }.map(\.number)
        #expect(numbers == [2, 3, 5, 20, 198, 206])
        #expect(MNOProfile.numbered(3)?.bootstrap?.shortServerIDs == [100])
        #expect(MNOProfile.numbered(2)?.bootstrap?.shortServerIDs == [0, 1])
    }

    @Test func startsTheClientOrNot() {
        for profile in MNOProfile.all {
            for product in Product.all {
                let expected: ClientStart =
                    switch profile.number {
                    case 0, 199, 201: .never
                    case 1: .bySIM
                    case 20 where !product.supportsLua: .never
                    case 20: .disabled(enabledBy: product.name.contains("-63B-") ? "AT+ULWM2M=4" : "AT+ULWM2M=0")
                    case 90 where product.group.isR5: .disabled(enabledBy: "AT+ULWM2M=0")
                    default: .enabled
                    }
                #expect(profile.start(on: product) == expected, "\(profile.number) on \(product.name)")
            }
        }
    }

    @Test func updatesAfterPowerSavingAndRoamsAsTheNoteSays() {
        #expect(MNOProfile.all.filter(\.updatesAfterPowerSaving).map(\.number) == [2, 3, 20, 198, 206])
        #expect(MNOProfile.all.filter(\.isSilentWhileRoaming).map(\.number) == [3])
    }

    @Test func hasAProductionModeFromR5Version00B01On() throws {
        let first = try #require(Product.named("SARA-R510S-00B-00"))
        let second = try #require(Product.named("SARA-R510S-00B-01"))
        for profile in MNOProfile.all {
            #expect(profile.productionMode(on: Self.r4) == nil && profile.productionMode(on: Self.r422) == nil)
            #expect(profile.productionMode(on: first) == nil)
            let isGlobal = profile.number == 90
            #expect(
                profile.productionMode(on: second) == ProductionMode(isOn: isGlobal, sim: isGlobal ? "00101" : ""))
        }
    }

    static let sims: [(ProductionMode, String, Bool)] = [
        (ProductionMode(isOn: true, sim: "00101"), "001010123456789", true),
        (ProductionMode(isOn: true, sim: "00101"), "001020123456789", false),
        (ProductionMode(isOn: true, sim: "00101"), "0010", false),
        (ProductionMode(isOn: false, sim: "00101"), "001010123456789", false),
        (ProductionMode(isOn: true, sim: ""), "001010123456789", false),
    ]
    @Test(arguments: sims) func stopsTheClientForATestSIM(_ mode: ProductionMode, _ imsi: String, _ stops: Bool) {
        #expect(mode.stopsClient(imsi: imsi) == stops)
    }

    @Test func hasThreeSetsOfConfiguration() {
        for profile in MNOProfile.all {
            let expected: ConfigurationSet = profile.number == 2 ? .att : profile.number == 3 ? .verizon : .others
            #expect(ConfigurationSet(profile: profile.number) == expected, "\(profile.number)")
        }
    }

    @Test func hidesContext2On63B() throws {
        let product = try #require(Product.named("SARA-R410M-63B-00"))
        let hiding = MNOProfile.all.filter { $0.hiddenContext(on: product) == 2 }.map(\.number)
        #expect(hiding == [20, 28])
        #expect(MNOProfile.all.allSatisfy { $0.hiddenContext(on: Self.r4) == nil })
    }
}
