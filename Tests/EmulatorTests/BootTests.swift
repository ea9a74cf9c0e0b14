import Emulator
import LwM2M
import Products
import TestSupport
import Testing

/// From power to a running client, and what the module says on the way.
struct BootTests {
    /// Every product under no operator of its own, Verizon and AT&T.
    @Test(arguments: Product.all.map(\.name), [100, 3, 2]) func hasWhatTheTablesHave(_ name: String, _ profile: Int)
        throws
    {
        let run = try ModuleRun(name) { $0.profile = profile }.boot()
        let product = run.module.product
        #expect(run.module.isRunning)
        let tables = product.objects(under: profile)
        #expect(Set(run.module.dataModel.objectIDs) == Set(tables.map(\.id)))
        for object in tables {
            let definition = try #require(run.module.dataModel.definition(of: object.id))
            // Table 2 gives the Generic Sensor a Resource that its definition does not have.
            // It leaves out the Short Server ID of Object 0, which pairs the accounts and nobody can read.
            let expected = Set(object.resources.map(\.id)).subtracting(object.id == 3300 ? [0] : [])
                .union(object.id == 0 ? [10] : [])
            #expect(Set(definition.resources.map(\.id)) == expected, "\(object.id)")
        }
        #expect(run.taken().filter { $0.contains("log") } == [])
    }

    /// When the client is ready, in seconds after the power, and what it says.
    @Test(arguments: Product.all.map(\.name)) func takesTheTimeOfTheProduct(_ name: String) throws {
        let run = try ModuleRun(name) { $0.newModule = .desk }
        let product = run.module.product
        run.module.powerOn()
        #expect(!run.module.isReady)
        run.module.finishBoot()
        let boot = Double(product.timings.boot)
        let creation = Double(product.timings.databaseCreation(profile: run.module.profile))
        // Table 5 counts from the reset, and the wait that it suggests is enough.
        let ready = max(creation, boot + product.timings.shortestClientStart)
        #expect(run.module.now == ready)
        #expect(ready < Double(product.timings.databaseWait(profile: run.module.profile)))
        func lines(_ start: Double, _ end: Double) -> [String] {
            let all = [
                (5, "\(start) +ULWM2MSTAT: 5,1"), (5, "\(end) +ULWM2MSTAT: 5,2"),
                (4, "\(end) +ULWM2MSTAT: 4," + (product.group.isR41 ? " 0" : "0")),
            ]
            return all.filter { product.status.events.contains($0.0) }.map(\.1)
        }
        #expect(run.taken() == lines(boot, ready))
        // The database is there: it takes no longer, and after a reset it is still there.
        let start = run.module.now
        run.module.reset()
        run.module.finishBoot()
        let again = start + min(ready, Double(product.timings.clientStart))
        #expect(run.taken() == ["\(start) restart: reset"] + lines(start + boot, again))
    }

    @Test func isSilentUntilItRuns() throws {
        let run = try ModuleRun("SARA-R422S-01B")
        run.module.powerOn()
        run.wait(5)
        #expect(run.module.isReady && !run.module.isRunning && run.module.isBooting)
        #expect(run.module.dataModel.objectIDs == [])
        let refusal = #expect(throws: LwM2MError.self) { try run.module.dataModel.read(Path(3), from: .host) }
        #expect(refusal == LwM2MError(.serviceUnavailable, "the LwM2M client is starting"))
        #expect(run.module.nextDeadline == 9.0)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var product = "SARA-R510S-01B"
        var profile: Int?
        var sim: SIMCard? = .default
        let why: String
        var said: [String] = []
    }

    static let refusals = [
        Refusal(
            testDescription: "disabled by the factory",
            why: "the LwM2M client is disabled: AT+ULWM2M=0 and a reset enable it"),
        Refusal(
            testDescription: "a profile without LwM2M", product: "SARA-R410M-02B",
            why: "the LwM2M client never starts under operator profile 0"),
        Refusal(
            testDescription: "GCF-PTCRB", profile: 201,
            why: "the LwM2M client never starts under operator profile 201"),
        Refusal(
            testDescription: "NTT DoCoMo", product: "SARA-R410M-63B-01", profile: 20,
            why: "the LwM2M client is disabled: AT+ULWM2M=0 and a reset enable it"),
    ]

    @Test(arguments: refusals) func doesNotStart(_ refusal: Refusal) throws {
        let run = try ModuleRun(refusal.product) {
            $0.profile = refusal.profile
            $0.sim = refusal.sim
        }.boot()
        #expect(run.module.whyNotRunning == refusal.why)
        #expect(run.taken() == refusal.said)
    }

    /// UBX-18068860 R09 §3.2.
    @Test func staysOffInProductionMode() throws {
        let run = try ModuleRun {
            $0.sim = .test
            $0.newModule = .desk
        }.boot()
        #expect(run.taken() == ["5.0 +ULWM2MSTAT: 5,3"])
        #expect(run.module.whyNotRunning == "production mode: the LwM2M client does not start with this SIM")
        run.module.sim = .default
        run.module.reset()
        run.module.finishBoot()
        #expect(run.module.isRunning)
        run.module.setProductionMode(ProductionMode(isOn: true, sim: "99999"))
        run.module.reset()
        run.module.finishBoot()
        #expect(!run.module.isRunning)
        // Under another profile it has values of its own.
        run.module.changeProfile(to: 100)
        run.module.reset()
        run.module.finishBoot()
        #expect(run.module.isRunning)
    }

    @Test func startsWhenItIsEnabled() throws {
        let run = try ModuleRun().boot()
        run.module.enableClient()
        #expect(!run.module.isRunning)
        run.module.reset()
        run.module.finishBoot()
        #expect(run.module.isRunning)
        run.module.disableClient()
        #expect(run.module.isRunning)
        run.module.reset()
        run.module.finishBoot()
        #expect(!run.module.isRunning)
    }

    /// UBX-18068860 R09, table 7.
    @Test func stopsAtOnceOnSARAR410M() throws {
        let run = try ModuleRun("SARA-R410M-02B") { $0.profile = 100 }.boot()
        _ = run.taken()
        run.module.disableClient()
        #expect(!run.module.isRunning)
        run.wait(4)
        #expect(run.taken() == ["13.0 +ULWM2MSTAT: 4, 7"])
        #expect(run.module.whyNotRunning == "the LwM2M client was stopped: a reset starts it")
        run.module.reset()
        run.module.finishBoot()
        #expect(run.module.isRunning)
    }

    @Test func goesOnAndOff() throws {
        let run = try ModuleRun { $0.newModule = .desk }.boot()
        run.module.powerOn()
        #expect(run.module.isRunning)
        run.module.switchOff()
        #expect(!run.module.isOn && run.module.nextDeadline == nil)
        run.wait(1000)
        #expect(run.module.now == 1005.5 && run.module.dataModel.objectIDs == [])
        run.boot()
        #expect(run.module.isRunning && run.module.now == 1011)
    }

    @Test func keepsItsCalendar() throws {
        let run = try ModuleRun { $0.newModule = .desk }.boot()
        #expect(run.value(Path(3, 0, 13)) == .time(1_735_689_605))
        run.module.unixTime = 1_800_000_000
        run.wait(3600)
        #expect(run.value(Path(3, 0, 13)) == .time(1_800_003_600))
        // On SARA-R4 the host writes it.
        let r4 = try ModuleRun("SARA-R422S-01B").boot()
        try r4.write(.time(17), to: Path(3, 0, 13))
        r4.wait(60)
        #expect(r4.value(Path(3, 0, 13)) == .time(17))
    }
}
