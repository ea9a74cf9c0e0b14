import Emulator
import Products
import Randomness
import Storage
import TestSupport
import Testing

struct LifeCycleTests {
    private func life(
        _ name: String, profile: Int, isEnabled: Bool = true, hasDatabase: Bool = false, policy: CommitPolicy? = nil
    ) throws -> TimedLife {
        let product = try #require(Product.named(name))
        var settings = LifeCycleSettings(product, profile: profile)
        settings.isEnabled = isEnabled
        return TimedLife(LifeCycle(product, settings: settings, policy: policy), hasDatabase: hasDatabase)
    }

    struct Start: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let product: String
        let profile: Int
        let notes: [String]
    }
    // Each boots for 5 s, and has its database in the time of table 5 from the reset on.
    static let starts = [
        Start(
            testDescription: "R5 under 90", product: "SARA-R510S-01B", profile: 90,
            notes: ["5.0 +ULWM2MSTAT: 5,1", "5.0 loadObjects", "5.5 create", "5.5 +ULWM2MSTAT: 5,2"]),
        Start(
            testDescription: "R5 under AT&T", product: "SARA-R500S-61B", profile: 2,
            notes: ["5.0 +ULWM2MSTAT: 5,1", "5.0 loadObjects", "7.0 create", "7.0 +ULWM2MSTAT: 5,2"]),
        Start(
            testDescription: "R5 under Verizon", product: "SARA-R510S-00B-01", profile: 3,
            notes: ["5.0 +ULWM2MSTAT: 5,1", "5.0 loadObjects", "13.0 create", "13.0 +ULWM2MSTAT: 5,2"]),
        Start(
            testDescription: "R5-00B-00 has no event", product: "SARA-R510S-00B-00", profile: 100,
            notes: ["5.0 loadObjects", "5.5 create"]),
        Start(
            testDescription: "R410M", product: "SARA-R410M-02B", profile: 4,
            notes: ["5.0 loadObjects", "9.0 create", "9.0 +ULWM2MSTAT: 4, 0"]),
        Start(
            testDescription: "R422", product: "SARA-R422-00B", profile: 90,
            notes: [
                "5.0 +ULWM2MSTAT: 5,1", "5.0 loadObjects", "9.0 create", "9.0 +ULWM2MSTAT: 5,2",
                "9.0 +ULWM2MSTAT: 4,0",
            ]),
        Start(testDescription: "profile 0", product: "SARA-R410M-02B", profile: 0, notes: []),
        Start(testDescription: "profile 201", product: "SARA-R510S-01B", profile: 201, notes: []),
    ]
    @Test(arguments: starts) func makesItsDatabaseAtTheFirstStart(_ row: Start) throws {
        let life = try life(row.product, profile: row.profile)
        life.powerOn()
        life.wait(100)
        #expect(life.taken() == row.notes)
        #expect(life.cycle.state == (row.notes.isEmpty ? .stopped(.profile) : .running))
        // The second start finds it.
        life.run(life.cycle.shutDown())
        life.powerOn()
        life.wait(100)
        #expect(!life.taken().contains { $0.hasSuffix("create") })
    }

    @Test func staysOffInTheFactoryStateOfR5() throws {
        let life = TimedLife(LifeCycle(.default), hasDatabase: false)
        life.powerOn()
        life.wait(100)
        #expect(life.taken() == [] && life.cycle.state == .stopped(.disabled))
        life.cycle.enable()
        #expect(life.cycle.state == .stopped(.disabled))
        life.run(life.cycle.shutDown())
        life.powerOn()
        life.wait(100)
        #expect(life.cycle.state == .running)
    }

    @Test func refusesToStartWithATestSIM() throws {
        let life = try life("SARA-R510S-01B", profile: 90)
        life.cycle.imsi = "001010123456789"
        life.powerOn()
        life.wait(100)
        #expect(life.taken() == ["5.0 +ULWM2MSTAT: 5,3"])
        #expect(life.cycle.state == .stopped(.productionMode))
        // Under other profiles it is off, and so it is where its string is empty.
        life.cycle.settings.productionMode?.sim = ""
        life.run(life.cycle.shutDown())
        life.powerOn()
        life.wait(100)
        #expect(life.cycle.state == .running)
        let other = try self.life("SARA-R510S-01B", profile: 100)
        other.cycle.imsi = "001010123456789"
        other.powerOn()
        other.wait(100)
        #expect(other.cycle.state == .running)
    }

    static let bad: [(String, [String])] = [
        ("SARA-R422-00B", ["5.0 +ULWM2MSTAT: 5,1", "5.0 loadObjects", "5.0 unloadObjects", "5.0 +ULWM2MSTAT: 4,6"]),
        ("LEXI-R422", ["5.0 +ULWM2MSTAT: 5,1", "5.0 loadObjects", "5.0 unloadObjects", "5.0 +ULWM2MSTAT: 4,6"]),
        ("SARA-R510S-01B", ["5.0 +ULWM2MSTAT: 5,1", "5.0 loadObjects", "5.0 unloadObjects"]),
        ("SARA-R410M-02B", ["5.0 loadObjects", "5.0 unloadObjects"]),
    ]
    @Test(arguments: bad) func endsAtABadObjectUntilItsFileIsGone(_ product: String, _ notes: [String]) throws {
        let life = try life(product, profile: 100)
        life.badFile = "object_bad.lua"
        life.powerOn()
        life.wait(100)
        #expect(life.taken() == notes)
        #expect(life.cycle.state == .stopped(.badObject(file: "object_bad.lua")))
        life.run(life.cycle.shutDown())
        life.badFile = nil
        life.powerOn()
        life.wait(100)
        #expect(life.cycle.state == .running)
    }

    @Test func stopsAtOnceOnR410MAndIsBackAfterTheReset() throws {
        let life = try life("SARA-R410M-02B", profile: 100, hasDatabase: true)
        life.powerOn()
        life.wait(20)
        life.cycle.change(at: life.now)
        _ = life.taken()
        life.run(life.cycle.disable(at: life.now))
        life.wait(10)
        #expect(life.taken() == ["24.0 commit", "24.0 unloadObjects", "24.0 +ULWM2MSTAT: 4, 7"])
        life.run(life.cycle.shutDown())
        life.powerOn()
        life.wait(20)
        #expect(life.cycle.state == .running)
        life.run(life.cycle.disable(at: life.now, forGood: true))
        life.run(life.cycle.shutDown())
        life.powerOn()
        life.wait(20)
        #expect(life.cycle.state == .stopped(.disabled))
    }

    @Test func keepsTheFlagForTheNextBootElsewhere() throws {
        let life = try life("SARA-R510S-01B", profile: 100, hasDatabase: true)
        life.powerOn()
        life.wait(20)
        life.run(life.cycle.disable(at: life.now))
        life.wait(100)
        #expect(life.cycle.state == .running)
        life.run(life.cycle.shutDown())
        life.powerOn()
        life.wait(20)
        #expect(life.cycle.state == .stopped(.disabled))
    }

    static let resets: [(String, [String])] = [
        ("SARA-R410M-02B", ["24.0 remove", "24.0 unloadObjects", "24.0 +ULWM2MSTAT: 4, 7"]),
        ("SARA-R422-01B", ["20.0 remove", "30.0 unloadObjects"]),
        ("SARA-R510S-01B", ["20.0 remove", "30.0 unloadObjects"]),
    ]
    @Test(arguments: resets) func forgetsEverythingAtAReset(_ product: String, _ notes: [String]) throws {
        let life = try life(product, profile: 100, hasDatabase: true)
        life.powerOn()
        life.wait(20)
        life.cycle.change(at: life.now)
        _ = life.taken()
        life.run(life.cycle.reset(at: life.now))
        // What changes until the reset goes as well.
        life.cycle.change(at: life.now)
        life.wait(10)
        life.run(life.cycle.shutDown())
        #expect(life.taken() == notes)
        #expect(!life.hasDatabase)
        life.powerOn()
        life.wait(20)
        #expect(life.hasDatabase && life.cycle.state == .running)
    }

    @Test func takesAnotherProfileAtTheNextBoot() throws {
        let life = try life("SARA-R510S-01B", profile: 100, hasDatabase: true)
        life.powerOn()
        life.wait(20)
        life.cycle.changeProfile(to: 3)
        #expect(life.cycle.settings.profile == 100)
        life.run(life.cycle.shutDown())
        _ = life.taken()
        life.powerOn()
        life.wait(20)
        #expect(
            life.taken() == [
                "20.0 remove", "25.0 +ULWM2MSTAT: 5,1", "25.0 loadObjects", "33.0 create", "33.0 +ULWM2MSTAT: 5,2",
            ])
        #expect(life.cycle.settings.profile == 3)
        life.cycle.changeProfile(to: 3)
        #expect(life.cycle.settings.nextProfile == 3)
        var other = try self.life("SARA-R410M-02B", profile: 3).cycle
        other.changeProfile(to: 3)
        #expect(other.settings.nextProfile == nil)
    }

    @Test func erasesWhatAFactoryResetOrders() throws {
        let life = try life("SARA-R510S-01B", profile: 3, hasDatabase: true)
        life.cycle.orderFactoryReset(files: true, settings: true)
        life.cycle.orderFactoryReset(files: false, settings: false)
        life.powerOn()
        #expect(life.taken() == [])
        life.run(life.cycle.shutDown())
        life.cycle.orderFactoryReset(files: true, settings: false)
        life.powerOn()
        #expect(life.taken() == ["0.0 eraseFiles"])
        life.wait(30)
        life.run(life.cycle.shutDown())
        life.cycle.orderFactoryReset(files: false, settings: true)
        _ = life.taken()
        life.powerOn()
        #expect(life.taken() == ["30.0 eraseSettings", "30.0 remove"])
        #expect(life.cycle.settings == LifeCycleSettings(.default))
    }

    @Test func losesWithThePowerWhatWasNotSaved() throws {
        let life = try life("SARA-R410M-02B", profile: 100, hasDatabase: true)
        life.powerOn()
        life.wait(20)
        _ = life.taken()
        life.cycle.change(at: life.now)
        life.wait(30)
        life.cycle.change(at: life.now)
        life.wait(20)
        #expect(life.taken() == ["60.0 commit"])
        life.run(life.cycle.losePower())
        #expect(life.taken() == ["70.0 unloadObjects"])
        life.powerOn()
        life.wait(20)
        life.cycle.change(at: life.now)
        life.run(life.cycle.losePower())
        #expect(life.taken().suffix(2) == ["90.0 discard", "90.0 unloadObjects"])
    }

    @Test func savesByCommandWhereItTakesOne() throws {
        let life = try life("SARA-R510S-01B", profile: 100, hasDatabase: true)
        life.powerOn()
        life.wait(20)
        _ = life.taken()
        life.cycle.change(at: life.now)
        life.wait(1000)
        #expect(life.taken() == [])
        #expect(life.cycle.commit() == [.commit])
        #expect(life.cycle.commit() == [])
        var r4 = try self.life("SARA-R410M-02B", profile: 100).cycle
        #expect(r4.commit() == nil)
        let always = try self.life("SARA-R410M-02B", profile: 100, hasDatabase: true, policy: .always)
        always.powerOn()
        always.wait(20)
        _ = always.taken()
        always.cycle.change(at: always.now)
        always.wait(0)
        #expect(always.taken() == ["20.0 commit"])
    }

    @Test func makesTheDatabaseAgainWhereItWasInterrupted() throws {
        let life = try life("SARA-R510S-01B", profile: 3)
        for _ in 0..<3 {
            life.powerOn()
            life.wait(12)
            life.run(life.cycle.losePower())
            #expect(!life.hasDatabase)
        }
        life.powerOn()
        life.wait(13)
        #expect(life.hasDatabase && life.cycle.state == .running)
    }

    /// Whatever comes in whatever order: Objects are loaded and unloaded in turn, nothing is saved into a database that
    /// is not there, and where the client must not run it does not.
    @Test(arguments: Product.all.map(\.name)) func holdsTogether(_ name: String) throws {
        var random = SeededSequence(seed: 9)
        let product = try #require(Product.named(name))
        let life = TimedLife(LifeCycle(product), hasDatabase: false)
        var isLoaded = false
        var hasDatabase = false
        for _ in 0..<3000 {
            let before = life.cycle.state
            switch Int.random(in: 0..<14, using: &random) {
            case 0, 1, 2, 3: life.powerOn()
            case 4: life.run(life.cycle.shutDown())
            case 5: life.run(life.cycle.losePower())
            case 6: life.cycle.enable()
            case 7: life.run(life.cycle.disable(at: life.now, forGood: Bool.random(using: &random)))
            case 8: life.run(life.cycle.reset(at: life.now))
            case 9: life.cycle.changeProfile(to: [0, 2, 3, 20, 90, 201, 7].randomElement(using: &random) ?? 0)
            case 10: life.cycle.change(at: life.now)
            case 11: if let effects = life.cycle.commit() { life.run(effects) }
            case 12: life.badFile = Int.random(in: 0..<4, using: &random) == 0 ? "object_bad.lua" : nil
            default: life.wait(Double.random(in: 0...30, using: &random))
            }
            life.wait(Double.random(in: 0...8, using: &random))
            for note in life.taken() {
                switch note.split(separator: " ")[1] {
                case "loadObjects":
                    #expect(!isLoaded)
                    isLoaded = true
                case "unloadObjects":
                    #expect(isLoaded)
                    isLoaded = false
                case "create":
                    #expect(!hasDatabase)
                    hasDatabase = true
                case "remove", "eraseFiles": hasDatabase = false
                case "commit": #expect(hasDatabase, "\(before)")
                default: break
                }
            }
            #expect(life.hasDatabase == hasDatabase)
            if life.cycle.state == .running {
                #expect(isLoaded && ![0, 201].contains(life.cycle.settings.profile))
            }
            if case .off = life.cycle.state { #expect(!isLoaded && life.cycle.nextDeadline == nil) }
        }
    }
}
