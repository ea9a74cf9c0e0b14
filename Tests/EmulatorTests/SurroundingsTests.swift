import Emulator
import LwM2M
import Products
import Testing

/// What the module itself puts into its Objects.
struct SurroundingsTests {
    @Test func showsWhatTheRadioReports() throws {
        let run = try ModuleRun { $0.profile = 100 }.boot()
        #expect(run.value(Path(4, 0, 2)) == .integer(-80))
        run.module.connectivity.signalStrength = -101
        run.module.connectivity.cell = 77
        #expect(run.value(Path(4, 0, 2)) == .integer(-101) && run.value(Path(4, 0, 8)) == .integer(77))
    }

    @Test func showsWhereItIs() throws {
        let run = try ModuleRun("SARA-R422S-01B") { $0.profile = 100 }.boot()
        #expect(run.module.dataModel.instances(of: 6) == [])
        #expect(run.module.setLocation(latitude: 47.285, longitude: 8.565, altitude: 430))
        #expect(run.value(Path(6, 0, 5)) == .time(run.module.unixTime))
        guard case .string(let latitude)? = run.value(Path(6, 0, 0)) else {
            #expect(run.value(Path(6, 0, 0)) == .float(47.285))
            return
        }
        #expect(latitude == "47.285")
        // SARA-R5 has no Location.
        #expect(try !ModuleRun { $0.profile = 100 }.boot().module.setLocation(latitude: 0, longitude: 0))
    }

    struct Mirror: Sendable, CustomTestStringConvertible {
        var testDescription: String { "\(product) under \(profile)" }
        let product: String
        let profile: Int
        /// The instance of context 3; nil where the product has no mirror.
        let instance: ObjectInstanceID?
    }

    /// UBX-18068860 R09 §2.1.
    static let mirrors = [
        Mirror(product: "SARA-R410M-02B", profile: 100, instance: 2),
        Mirror(product: "SARA-R410M-02B", profile: 3, instance: nil),
        Mirror(product: "SARA-R510S-01B", profile: 2, instance: 3),
        Mirror(product: "SARA-R510S-01B", profile: 100, instance: nil),
        Mirror(product: "SARA-R510S-00B", profile: 100, instance: 3),
        Mirror(product: "SARA-R422S-01B", profile: 206, instance: 2),
        Mirror(product: "SARA-R422S-01B", profile: 100, instance: nil),
    ]

    @Test(arguments: mirrors) func mirrorsContexts(_ mirror: Mirror) throws {
        let run = try ModuleRun(mirror.product) { $0.profile = mirror.profile }.boot()
        let before = run.module.dataModel.instances(of: 11)
        let entries = run.module.dataModel.instances(of: 2).count
        run.module.define(PDPContext(id: 3, kind: .ipv6, apn: "an apn"))
        run.wait(0)
        #expect(run.module.contexts.contains(PDPContext(id: 3, kind: .ipv6, apn: "an apn")))
        guard let instance = mirror.instance else {
            #expect(run.module.dataModel.instances(of: 11) == before)
            return
        }
        #expect(run.value(Path(11, instance, 1)) == .string("an apn"))
        #expect(run.value(Path(11, instance, 24)) == .integer(2))
        #expect(run.module.dataModel.instances(of: 2).count == entries + 1)
        run.module.reset()
        run.module.finishBoot()
        #expect(run.value(Path(11, instance, 1)) == .string("an apn"))
        #expect(run.module.undefineContext(3) && !run.module.undefineContext(3))
        #expect(run.module.dataModel.instances(of: 11).sorted() == before.sorted())
        #expect(run.module.dataModel.instances(of: 2).count == entries)
    }

    @Test func tellsScriptsWhoItIs() throws {
        let run = try ModuleRun { $0.profile = 100 }.boot()
        #expect(run.value(Path(3, 0, 2)) == .string(run.module.imei))
        #expect(run.module.host.bindings.carrierID == 100)
        run.module.imei = "123456789012345"
        run.module.sim = .test
        run.module.carrierID = 7
        let bindings = run.module.host.bindings
        #expect(bindings.imei == "123456789012345" && bindings.msisdn == "" && bindings.carrierID == 7)
    }

    @Test func countsMessages() throws {
        let run = try ModuleRun { $0.profile = 100 }.boot()
        run.module.countSent(5000)
        #expect(run.value(Path(7, 0, 2)) == .integer(0))
        try run.module.dataModel.execute(Path(7, 0, 6), arguments: "", from: .host)
        run.module.countSent(5000)
        run.module.countReceived(3000)
        #expect(run.value(Path(7, 0, 2)) == .integer(4) && run.value(Path(7, 0, 3)) == .integer(2))
        #expect(run.value(Path(7, 0, 4)) == .integer(5000) && run.value(Path(7, 0, 5)) == .integer(4000))
        // There is no such Object on a bench, and that does no harm.
        let bench = try ModuleRun {
            $0.builtIns = .none
            $0.profile = 100
        }.boot()
        bench.module.countSent(1)
    }

    /// UBX-18068860 R09 §3.6: 60 s under Verizon on SARA-R5 and SARA-R422-01B, though the note prints 90 there too.
    @Test(arguments: [
        ("SARA-R510S-01B", 3, 60), ("SARA-R500S-00B-00", 3, 60), ("SARA-R422-01B", 3, 60), ("LEXI-R422", 3, 90),
        ("SARA-R510S-01B", 90, 90), ("SARA-R410M-02B", 3, 90),
    ]) func tearsItsConnectionsDown(_ name: String, _ profile: Int, _ seconds: Int) throws {
        let run = try ModuleRun(name) { $0.profile = profile }.boot()
        #expect(run.module.configurations.teardown == seconds && run.module.configurations.client.teardown == 90)
        guard run.module.product.commands.configurationExtension != .none else { return }
        var configuration = run.module.configurations.client
        configuration.teardown = 30
        run.module.configure(configuration)
        #expect(run.module.configurations.teardown == 30)
    }
}
