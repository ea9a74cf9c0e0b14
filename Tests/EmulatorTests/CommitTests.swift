import Emulator
import LwM2M
import Storage
import TestSupport
import Testing

/// What outlives a reset, a loss of power and the end of the process.
struct CommitTests {
    private static let lifetime = Path(1, 4, 1)

    /// A new module with a server account of the user's, and nothing that is not saved.
    private func run(
        _ product: String, _ flash: Flash? = nil, _ change: (inout ModuleConfiguration) -> Void = { _ in }
    ) throws -> ModuleRun {
        let run = try ModuleRun(product) {
            $0.flash = flash
            $0.profile = 100
            change(&$0)
        }.boot()
        if run.value(Self.lifetime) == nil {
            try run.module.dataModel.create(Path(1, 4), with: [], from: .host)
            run.module.reset()
            run.module.finishBoot()
        }
        return run
    }

    struct Rule: Sendable, CustomTestStringConvertible {
        let testDescription, product: String
        /// Seconds from the change to the end.
        let wait: Double
        /// Whether `AT+ULWM2MWRITE=""` comes in between, and is taken.
        var saves: Bool?
        var policy: CommitPolicy?
        /// Whether the change is there after a loss of power.
        let isKept: Bool
    }

    static let rules = [
        Rule(testDescription: "R5 at once", product: "SARA-R510S-01B", wait: 1, isKept: false),
        Rule(testDescription: "R5 after an hour", product: "SARA-R510S-01B", wait: 3600, isKept: false),
        Rule(testDescription: "R5 told to", product: "SARA-R510S-01B", wait: 0, saves: true, isKept: true),
        Rule(testDescription: "R5 00B told to", product: "SARA-R510S-00B", wait: 0, saves: true, isKept: true),
        Rule(
            testDescription: "R5 00B-00 takes no command", product: "SARA-R510S-00B-00", wait: 0, saves: false,
            isKept: false),
        Rule(testDescription: "R422 before 40 s", product: "SARA-R422S-01B", wait: 39, isKept: false),
        Rule(testDescription: "R422 after 40 s", product: "SARA-R422S-01B", wait: 40, isKept: true),
        Rule(
            testDescription: "R422 takes no command", product: "SARA-R422S-01B", wait: 0, saves: false, isKept: false),
        Rule(testDescription: "LEXI after 40 s", product: "LEXI-R422", wait: 41, isKept: true),
        Rule(testDescription: "R410M before 40 s", product: "SARA-R410M-02B", wait: 39, isKept: false),
        Rule(testDescription: "R410M after 40 s", product: "SARA-R410M-02B", wait: 40, isKept: true),
        Rule(testDescription: "x3B after 40 s", product: "SARA-R410M-83B-01", wait: 40, isKept: true),
        Rule(testDescription: "always", product: "SARA-R510S-01B", wait: 0, policy: .always, isKept: true),
    ]

    @Test(arguments: rules, [false, true]) func keepsOverALossOfPower(_ rule: Rule, _ hasFlash: Bool) throws {
        let folder = try TemporaryFolder()
        let flash = hasFlash ? try Flash(folder.path("flash")) : nil
        let run = try run(rule.product, flash) { $0.commitPolicy = rule.policy }
        try run.write(.integer(180), to: Self.lifetime)
        if let saves = rule.saves { #expect(try run.module.saveNow() == saves) }
        run.wait(rule.wait)
        run.module.losePower()
        #expect(!run.module.isOn)
        run.boot()
        #expect(run.value(Self.lifetime) == .integer(rule.isKept ? 180 : 86_400))
        #expect(run.taken().filter { $0.contains("log") } == [])
    }

    @Test(arguments: ["SARA-R510S-01B", "SARA-R422S-01B", "SARA-R410M-02B"]) func keepsOverACleanEnd(
        _ product: String
    ) throws {
        let folder = try TemporaryFolder()
        do {
            let run = try run(product, try Flash(folder.path("flash")))
            try run.write(.integer(180), to: Self.lifetime)
            run.module.switchOff()
        }
        let run = try run(product, try Flash(folder.path("flash")))
        #expect(run.value(Self.lifetime) == .integer(180))
        try run.write(.integer(240), to: Self.lifetime)
        run.module.reset()
        run.module.finishBoot()
        #expect(run.value(Self.lifetime) == .integer(240))
    }

    /// What happens between a Write and the moment at which it is saved.
    struct Meanwhile: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let happens: @Sendable (ModuleRun) throws -> Void
    }

    static let meanwhile = [
        Meanwhile(testDescription: "nothing") { _ in },
        Meanwhile(testDescription: "an instance is made") { run in
            try run.module.dataModel.create(Path(1, 5), with: [], from: .host)
        },
        Meanwhile(testDescription: "an instance goes") { run in
            try run.module.dataModel.create(Path(1, 5), with: [], from: .host)
            run.wait(0)
            try run.module.dataModel.delete(Path(1, 5), from: .host)
        },
        Meanwhile(testDescription: "the Objects are loaded again") { run in _ = run.module.objects.reload() },
        Meanwhile(testDescription: "the flash is read again") { run in _ = run.module.objects.loadFlash() },
        Meanwhile(testDescription: "a setting is saved") { run in
            run.module.nvm[NVMKey<Int>("a.setting")] = 1
        },
    ]

    @Test(arguments: meanwhile, [false, true])
    func keepsAWriteWhatever(_ meanwhile: Meanwhile, _ follows: Bool) throws {
        let folder = try TemporaryFolder()
        let flash = try Flash(folder.path("flash"))
        let run = try run("SARA-R510S-01B", flash)
        let write = [Resource(id: 1, value: .integer(180))]
        try run.module.dataModel.write(write, to: Self.lifetime, mode: .partialUpdate, from: .host)
        if follows { run.wait(0) }
        try meanwhile.happens(run)
        run.module.switchOff()
        let next = try self.run("SARA-R510S-01B", flash)
        #expect(next.value(Self.lifetime) == .integer(180))
    }

    /// What could not be copied when it was to be saved is tried again with the next change.
    @Test func triesAgainWhatCouldNotBeCopied() throws {
        let folder = try TemporaryFolder()
        let function = "function object_generic_sensor.get_object_table()\n"
        let text = try ModuleRun.builtIn("object_generic_sensor.lua").replacingOccurrences(
            of: function, with: function + "  if os.time() >= 1000 and os.time() < 2000 then error('not now') end\n")
        try folder.write(text, to: "flash/XLWM2M/object_generic_sensor.lua")
        let run = try run("SARA-R422S-01B", try Flash(folder.path("flash"))) { $0.unixTime = 0 }
        let place = Path(3300, 0, 5750)
        try run.module.dataModel.create(place.parent, with: [], from: .host)
        run.wait(1000 - run.module.now)
        try run.write(.string("kept"), to: place)
        run.wait(1000)
        #expect(run.taken().contains { $0.contains("/3300 could not be saved") && $0.contains("not now") })
        try run.write(.integer(180), to: Self.lifetime)
        run.wait(41)
        run.module.losePower()
        run.boot()
        #expect(run.value(place) == .string("kept"))
    }

    /// A power cut while the database is made: it is made again.
    @Test func makesAnUnfinishedDatabaseAgain() throws {
        let folder = try TemporaryFolder()
        let flash = try Flash(folder.path("flash"))
        let run = try ModuleRun {
            $0.flash = flash
            $0.profile = 3
        }
        run.module.powerOn()
        run.wait(10)
        run.module.losePower()
        _ = run.taken()
        let start = run.module.now
        run.boot()
        #expect(run.taken() == ["\(start + 5) +ULWM2MSTAT: 5,1", "\(start + 13) +ULWM2MSTAT: 5,2"])
        #expect(run.value(Path(1, 10, 0)) == .integer(721))
    }

    @Test func beginsAgainWithAnotherProfile() throws {
        let run = try run("SARA-R422S-01B")
        run.module.changeProfile(to: 3)
        #expect(run.value(Self.lifetime) != nil && run.module.profileOrdered == 3 && run.module.profile == 100)
        run.module.reset()
        run.module.finishBoot()
        #expect(run.module.profile == 3 && run.value(Self.lifetime) == nil)
        #expect(run.module.dataModel.definition(of: 1)?[30000] != nil)
    }

    @Test func beginsAgainWhenTheDatabaseIsDeleted() throws {
        let folder = try TemporaryFolder()
        let run = try run("SARA-R510S-01B", try Flash(folder.path("flash")))
        run.module.nvm.set(NVMKey<String>("a"), to: "b")
        try run.module.deleteFile("object.db", .client)
        run.module.reset()
        run.module.finishBoot()
        #expect(run.value(Self.lifetime) == nil && run.module.profile == 100)
        #expect(run.value(Path(1, 10, 0)) == .integer(721))
        #expect(run.module.nvm[NVMKey<String>("a")] == "b")
    }

    @Test func restoresTheFactoryState() throws {
        let folder = try TemporaryFolder()
        let flash = try Flash(folder.path("flash"))
        let run = try run("SARA-R510S-01B", flash)
        run.module.nvm.set(NVMKey<String>("a"), to: "b")
        run.module.define(PDPContext(id: 3, kind: .ip, apn: "x"))
        try flash.write([1], to: "note")
        run.module.nvm.set(.hostDevice, to: "maker")
        run.module.orderFactoryReset(files: false, settings: true)
        run.module.reset()
        run.module.finishBoot()
        #expect(run.module.profile == 90 && run.module.nvm[NVMKey<String>("a")] == nil)
        #expect(run.module.contexts.map(\.id) == [1])
        #expect(run.module.whyNotRunning == "the LwM2M client is disabled: AT+ULWM2M=0 and a reset enable it")
        #expect(try flash.list(.user).files.map(\.name) == ["note"])
        // What the host said of itself goes with the files and with the profile, be there a port to hear of it or not.
        run.module.nvm.set(.hostDevice, to: "maker")
        run.module.orderFactoryReset(files: true, settings: false)
        run.module.enableClient()
        run.module.reset()
        run.module.finishBoot()
        #expect(try flash.list(.user).files == [] && run.module.isRunning)
        #expect(run.value(Path(1, 10, 0)) == .integer(721))
        #expect(run.module.nvm[.hostDevice] == nil)
        run.module.nvm.set(.hostDevice, to: "maker")
        run.module.changeProfile(to: 100)
        run.module.reset()
        #expect(run.module.nvm[.hostDevice] == nil)
    }

    @Test func keepsSettingsAsTheyAreMeant() throws {
        let folder = try TemporaryFolder()
        do {
            let run = try run("SARA-R510S-01B", try Flash(folder.path("flash")))
            run.module.nvm.set(NVMKey<String>("kept"), to: "1")
            run.module.nvm.set(NVMKey<String>("lost"), to: "1", isVolatile: true)
            run.module.changeProfile(to: 28)
            run.module.disableClient()
            run.module.losePower()
            #expect(run.module.nvm[NVMKey<String>("lost")] == "1")
            run.module.powerOn()
            #expect(run.module.nvm[NVMKey<String>("lost")] == nil && run.module.nvm[NVMKey<String>("kept")] == "1")
        }
        let run = try ModuleRun { $0.flash = try? Flash(folder.path("flash")) }
        #expect(run.module.nvm[NVMKey<String>("kept")] == "1" && run.module.profile == 28)
    }

    @Test func setsADamagedDatabaseAside() throws {
        let folder = try TemporaryFolder()
        try folder.write("no database, but longer than nothing", to: "flash/LWM2M/object.db")
        let run = try run("SARA-R510S-01B", try Flash(folder.path("flash")))
        #expect(run.module.database.notice?.hasPrefix("LWM2M/object.db cannot be used and is now") == true)
        #expect(run.value(Path(1, 10, 0)) == .integer(721))
    }
}
