import Emulator
import Foundation
import LwM2M
import SQLite
import Storage
import TestSupport
import Testing

/// A flash that takes nothing for a while: nothing is acknowledged that is not saved, and nothing is forgotten.
struct FailedSaveTests {
    private static let lifetime = Path(1, 4, 1)
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ product: String = "SARA-R510S-01B", _ policy: CommitPolicy? = nil) throws -> ModuleRun {
        let flash = try Flash(folder.path("flash"))
        let run = try ModuleRun(product) {
            $0.flash = flash
            $0.profile = 100
            $0.commitPolicy = policy
        }.boot()
        if run.value(Self.lifetime) == nil {
            try run.module.dataModel.create(Path(1, 4), with: [], from: .host)
            run.module.reset()
            run.module.finishBoot()
        }
        _ = run.taken()
        return run
    }

    /// Makes each change of the database fail, or lets it be again.
    private func setFull(_ isFull: Bool) throws {
        let database = try Database(folder.path("flash/LWM2M/object.db"))
        for table in ["object", "object_instance", "setting", "registration"] {
            for (name, moment) in [("i", "INSERT"), ("d", "DELETE")] {
                try database.run(
                    isFull
                        ? "CREATE TRIGGER full_\(name)_\(table) BEFORE \(moment) ON \(table) "
                            + "BEGIN SELECT RAISE(ABORT, 'no room'); END"
                        : "DROP TRIGGER full_\(name)_\(table)")
            }
        }
    }

    /// What a restart of the program finds.
    private func stored() throws -> SavedLifetime {
        let database = try Database(folder.path("flash/LWM2M/object.db"))
        let rows = try database.run(
            "SELECT value FROM resource WHERE object_id = 1 AND object_instance_id = 4 AND resource_id = 1")
        return rows.first?.first?.integer
    }
    typealias SavedLifetime = Int64?

    @Test func refusesAWriteThatIsNotSaved() throws {
        let run = try run("SARA-R510S-01B", .always)
        try setFull(true)
        let error = #expect(throws: LwM2MError.self) { try run.write(.integer(180), to: Self.lifetime) }
        #expect(error?.code == .internalServerError && error?.message.hasPrefix("changed, but not saved: ") == true)
        #expect(run.taken().contains { $0.contains("the flash: not saved: ") })
        #expect(try stored() == 86_400 && run.module.database.unsavedReason != nil)
        // The next one saves both.
        try setFull(false)
        try run.write(.integer(60), to: Path(1, 4, 2))
        #expect(try stored() == 180 && run.module.database.unsavedReason == nil)
    }

    @Test func refusesACreateThatIsNotSavedAndMakesNothing() throws {
        let run = try run("SARA-R510S-01B", .always)
        try setFull(true)
        for _ in 0..<2 {
            let error = #expect(throws: LwM2MError.self) {
                try run.module.dataModel.create(Path(1, 5), with: [], from: .host)
            }
            #expect(error?.message.hasPrefix("not made, as it could not be saved: ") == true)
            #expect(!run.module.dataModel.instances(of: 1).contains(5))
        }
        try setFull(false)
        try run.module.dataModel.create(Path(1, 5), with: [], from: .host)
        #expect(run.module.dataModel.instances(of: 1).contains(5))
    }

    @Test func saysOfADeleteThatItIsNotSaved() throws {
        let run = try run("SARA-R510S-01B", .always)
        try setFull(true)
        let error = #expect(throws: LwM2MError.self) { try run.module.dataModel.delete(Path(1, 4), from: .host) }
        #expect(error?.code == .internalServerError)
        #expect(
            error?.message.hasPrefix("deleted, but not saved, so that a loss of power brings it back: LWM2M/") == true)
        #expect(try stored() == 86_400 && run.module.database.unsavedReason != nil)
        // It is gone, and the next save says so to the disk.
        #expect(!run.module.dataModel.instances(of: 1).contains(4))
        try setFull(false)
        try run.write(.integer(60), to: Path(1, 10, 2))
        #expect(try stored() == nil && run.module.database.unsavedReason == nil)
    }

    @Test func saysOfASaveByCommandThatItFailed() throws {
        let run = try run()
        try run.write(.integer(180), to: Self.lifetime)
        try setFull(true)
        for _ in 0..<3 { #expect(throws: StoreError.self) { try run.module.saveNow() } }
        #expect(try stored() == 86_400)
        try setFull(false)
        #expect(try run.module.saveNow())
        #expect(try stored() == 180)
    }

    /// A product that saves by itself tries again, later and later, and does not spin.
    @Test func triesAgainByItself() throws {
        let run = try run("SARA-R422S-01B")
        try setFull(true)
        try run.write(.integer(180), to: Self.lifetime)
        run.wait(40 + 600)
        let tries = run.taken().count { $0.contains("the flash: not saved: ") }
        #expect((5...16).contains(tries))
        try setFull(false)
        run.wait(61)
        #expect(try stored() == 180 && run.module.database.unsavedReason == nil)
    }

    @Test func keepsWhatAResetCouldNotSave() throws {
        let run = try run()
        try run.write(.integer(180), to: Self.lifetime)
        try setFull(true)
        run.module.reset()
        run.module.finishBoot()
        #expect(run.value(Self.lifetime) == .integer(180) && run.module.database.unsavedReason != nil)
        try setFull(false)
        run.module.reset()
        run.module.finishBoot()
        #expect(run.value(Self.lifetime) == .integer(180) && run.module.database.unsavedReason == nil)
        #expect(try stored() == 180)
    }

    @Test func losesItWithThePower() throws {
        let run = try run()
        try run.write(.integer(180), to: Self.lifetime)
        try setFull(true)
        #expect(throws: StoreError.self) { try run.module.saveNow() }
        try setFull(false)
        run.module.losePower()
        run.boot()
        #expect(run.value(Self.lifetime) == .integer(86_400))
    }

    @Test func storesASettingWithTheNextThatFits() throws {
        let run = try run()
        let before = run.module.database.failureCount
        try setFull(true)
        run.module.nvm.set(NVMKey<String>("first"), to: "1")
        #expect(run.module.database.failureCount == before + 1)
        try setFull(false)
        run.module.nvm.set(NVMKey<String>("second"), to: "2")
        #expect(run.module.database.failureCount == before + 1)
        let rows = try Database(folder.path("flash/LWM2M/object.db")).run(
            "SELECT name FROM setting WHERE name IN ('first', 'second')")
        #expect(rows.count == 2)
    }

    @Test func saysThatItsFolderIsGone() throws {
        let run = try run("SARA-R510S-01B", .always)
        try FileManager.default.removeItem(atPath: folder.path("flash"))
        let error = #expect(throws: LwM2MError.self) { try run.write(.integer(180), to: Self.lifetime) }
        #expect(error?.message.contains("it was removed or replaced while the module runs") == true)
        #expect(throws: FlashError.self) { try run.module.files.append([1], to: "f") }
    }

    @Test func saysThatAnotherProgramHoldsTheDatabase() throws {
        let run = try run("SARA-R510S-01B", .always)
        let other = try Database(folder.path("flash/LWM2M/object.db"))
        try other.run("BEGIN IMMEDIATE")
        let error = #expect(throws: LwM2MError.self) { try run.write(.integer(180), to: Self.lifetime) }
        #expect(
            error?.message == "changed, but not saved: LWM2M/object.db: another program has it locked: "
                + "end that program, then try again")
        try other.run("ROLLBACK")
        try run.write(.integer(240), to: Self.lifetime)
        #expect(try stored() == 240)
    }
}
