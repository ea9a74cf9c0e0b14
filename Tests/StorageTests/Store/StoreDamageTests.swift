import Foundation
import Randomness
import SQLite
import Storage
import StoreLoad
import TestSupport
import Testing

/// Files that stand where the database should be.
struct StoreDamageTests {
    @Test func setsADamagedFileAside() throws {
        let device = try TemporaryFlash()
        try device.folder.write(String(repeating: "no database ", count: 500), to: "flash/LWM2M/object.db")
        for number in 1...3 {
            do {
                let store = try Store(device.flash)
                #expect(store.isNew)
                #expect(
                    store.notice
                        == "LWM2M/object.db cannot be used and is now object.db.damaged-\(number): "
                        + "it is not a database of SQLite")
                try store.commit(StoreTests.sample)
                #expect(try store.state() == StoreTests.sample)
            }
            #expect(try Store(device.flash).notice == nil)
            try device.folder.write(String(repeating: "no database ", count: 500), to: "flash/LWM2M/object.db")
        }
        #expect(try device.folder.read("flash/LWM2M/object.db.damaged-1").hasPrefix("no database no"))
    }

    struct Foreign: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var isOurs = true
        let statements: [String]
        /// Nil where it can be used.
        let reason: String?
    }
    static let foreign = [
        Foreign(
            testDescription: "of another program", isOurs: false, statements: ["CREATE TABLE t (v)"],
            reason: "it is a database of another program"),
        Foreign(
            testDescription: "of a later version", statements: ["PRAGMA user_version=99"],
            reason: "a later version of the program made it (tables of version 99)"),
        Foreign(
            testDescription: "without a version", statements: ["PRAGMA user_version=0"],
            reason: "its tables have no version"),
        Foreign(
            testDescription: "without a table", statements: ["DROP TABLE setting"],
            reason: "its tables are not those of the client"),
        Foreign(
            testDescription: "with another table", statements: ["ALTER TABLE setting ADD COLUMN more"],
            reason: "its tables are not those of the client"),
        Foreign(
            testDescription: "with a trigger",
            statements: ["CREATE TRIGGER bite AFTER INSERT ON setting BEGIN DELETE FROM setting; END"],
            reason: "it has a trigger, bite"),
        Foreign(
            testDescription: "with a type that is none", statements: ["UPDATE resource SET type = 'zebra'"],
            reason: "a value of type 'zebra' does not fit it"),
        Foreign(
            testDescription: "with a value of another type",
            statements: ["UPDATE resource SET value = 'text' WHERE type = 'integer'"],
            reason: "a value of type 'integer' does not fit it"),
        Foreign(
            testDescription: "with a row that belongs to nothing",
            statements: ["PRAGMA foreign_keys=OFF", "DELETE FROM object_instance"],
            reason: "it is damaged: a row of resource belongs to nothing"),
        Foreign(
            testDescription: "with a view and a table of the user",
            statements: ["CREATE VIEW mine AS SELECT * FROM resource", "CREATE TABLE notes (text)"], reason: nil),
        Foreign(
            testDescription: "with a value that the user changed",
            statements: ["UPDATE resource SET value = 42 WHERE type = 'integer'"], reason: nil),
    ]
    @Test(arguments: foreign) func checksWhoseItIs(_ row: Foreign) throws {
        let device = try TemporaryFlash()
        try device.flash.write([], to: "beside", .client)
        if row.isOurs { try Store(device.flash).commit(StoreTests.sample) }
        do {
            let database = try Database(device.path("LWM2M/object.db"))
            for statement in row.statements { try database.run(statement) }
        }
        let store = try Store(device.flash)
        #expect(
            store.notice == row.reason.map { "LWM2M/object.db cannot be used and is now object.db.damaged-1: \($0)" })
        #expect(store.isNew == (row.reason != nil))
    }

    @Test func doesNotTouchWhatIsNoFile() throws {
        let device = try TemporaryFlash()
        try device.folder.write("", to: "flash/LWM2M/object.db/f")
        let error = #expect(throws: StoreError.self) { try Store(device.flash) }
        #expect(error?.description == "LWM2M/object.db is a folder, not a file")
        try FileManager.default.removeItem(atPath: device.path("LWM2M/object.db"))
        try FileManager.default.createSymbolicLink(
            atPath: device.path("LWM2M/object.db"), withDestinationPath: "../../outside")
        #expect(throws: StoreError.self) { try Store(device.flash) }
        #expect(!FileManager.default.fileExists(atPath: device.folder.path("outside")))
    }

    @Test func waitsForAndThenReportsAnotherThatWrites() throws {
        let device = try TemporaryFlash()
        let store = try Store(device.flash)
        let other = try Database(device.path("LWM2M/object.db"))
        try other.run("BEGIN IMMEDIATE")
        let error = #expect(throws: StoreError.self) { try store.set("a", to: "b") }
        #expect(
            error?.description
                == "LWM2M/object.db: another program has it locked: end that program, then try again")
        try other.run("COMMIT")
        try store.set("a", to: "b")
    }

    /// Whatever a file holds: the store opens, with what can be read of it or in the factory state, and works.
    @Test func opensWhateverTheFileHolds() throws {
        let device = try TemporaryFlash()
        do { try Store(device.flash).commit(StoreTests.sample) }
        let path = device.path("LWM2M/object.db")
        let good = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        var random = SeededSequence(seed: 5)
        var setAside = 0
        for round in 0..<250 {
            var bytes = good
            switch round % 5 {
            case 0: bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
            case 2:
                for _ in 0..<Int.random(in: 1...200, using: &random) {
                    bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
                }
            case 3:
                let start = Int.random(in: 0..<100, using: &random)
                for index in start..<min(start + 40, bytes.count) {
                    bytes[index] = .random(in: 0...255, using: &random)
                }
            default:
                let page = Int.random(in: 0..<bytes.count / 4096, using: &random) * 4096
                let other = Int.random(in: 0..<bytes.count / 4096, using: &random) * 4096
                bytes.replaceSubrange(page..<page + 4096, with: good[other..<other + 4096])
            }
            try FileManager.default.removeItem(atPath: device.path("LWM2M"))
            try FileManager.default.createDirectory(atPath: device.path("LWM2M"), withIntermediateDirectories: false)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            if round % 7 == 0 {
                let noise = (0..<9000).map { _ in UInt8.random(in: 0...255, using: &random) }
                try Data(noise).write(to: URL(fileURLWithPath: path + "-wal"))
            }
            let store = try Store(device.flash)
            if store.notice != nil { setAside += 1 }
            #expect((store.notice == nil) || store.isNew)
            _ = try store.state()
            try store.commit(StoreTests.sample)
            #expect(try store.state() == StoreTests.sample)
        }
        #expect(setAside > 60)
    }
}
