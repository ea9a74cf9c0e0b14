import FileSystem
import Foundation
import SQLite
import Storage
import StoreLoad
import TestSupport
import Testing

/// What a database may look like from outside, and who may look at it.
struct StoreSafetyTests {
    private func mode(_ path: String) throws -> Int {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? -1
    }

    @Test func isForItsOwnerAlone() throws {
        let device = try TemporaryFlash()
        let rootMode = try mode(device.folder.path("flash"))
        let store = try Store(device.flash)
        try store.commit(StoreTests.sample)
        let names = try FileManager.default.contentsOfDirectory(atPath: device.path("LWM2M")).sorted()
        #expect(names == ["object.db", "object.db-shm", "object.db-wal"])
        for name in names { #expect(try mode(device.path("LWM2M/\(name)")) == 0o600, "\(name)") }
        #expect(try mode(device.path("LWM2M")) == 0o700)
        // The folder of the flash is the user's.
        #expect(try mode(device.folder.path("flash")) == rootMode)
    }

    /// As versions before left it.
    @Test func closesWhatStandsOpen() throws {
        let device = try TemporaryFlash()
        do { try Store(device.flash).commit(StoreTests.sample) }
        try device.folder.write("", to: "flash/LWM2M/object.db.damaged-1")
        try device.folder.write("", to: "flash/LWM2M/else")
        chmod(device.path("LWM2M"), 0o755)
        for name in ["object.db", "object.db.damaged-1", "else"] { chmod(device.path("LWM2M/\(name)"), 0o644) }
        let store = try Store(device.flash)
        #expect(try store.notice == nil && store.state() == StoreTests.sample)
        #expect(try mode(device.path("LWM2M")) == 0o700)
        for name in ["object.db", "object.db.damaged-1", "object.db-wal"] {
            #expect(try mode(device.path("LWM2M/\(name)")) == 0o600, "\(name)")
        }
        #expect(try mode(device.path("LWM2M/else")) == 0o644)
    }

    struct Remains: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Bytes that are left of the file; nil where it is gone.
        let length: Int?
        var wal: Int = 0
        let reason: String
    }
    static let remains = [
        Remains(testDescription: "no byte", length: 0, reason: "it is empty"),
        Remains(testDescription: "no byte and a log", length: 0, wal: 5000, reason: "it is empty"),
        Remains(testDescription: "one byte", length: 1, reason: "it is cut off"),
        Remains(testDescription: "the head", length: 100, reason: "it is damaged: database disk image is malformed"),
        Remains(testDescription: "a page", length: 4096, reason: "it is damaged: database disk image is malformed"),
        Remains(testDescription: "all but a byte", length: -1, reason: "it is cut off"),
        Remains(
            testDescription: "the log alone", length: nil, wal: 5000,
            reason: "it is missing, while object.db-wal is there"),
    ]
    @Test(arguments: remains) func saysWhatIsCutOff(_ row: Remains) throws {
        let device = try TemporaryFlash()
        do { try Store(device.flash).commit(StoreTests.sample) }
        let path = device.path("LWM2M/object.db")
        let good = try Data(contentsOf: URL(fileURLWithPath: path))
        if let length = row.length {
            try good.prefix(length < 0 ? good.count + length : length).write(to: URL(fileURLWithPath: path))
        } else {
            try FileManager.default.removeItem(atPath: path)
        }
        if row.wal > 0 { try Data(count: row.wal).write(to: URL(fileURLWithPath: path + "-wal")) }
        let store = try Store(device.flash)
        #expect(store.isNew)
        let notice = try #require(store.notice)
        #expect(notice.hasPrefix("LWM2M/object.db cannot be used and is now object.db.damaged-1: "))
        #expect(notice.hasSuffix(": " + row.reason), "\(notice)")
        let names = try FileManager.default.contentsOfDirectory(atPath: device.path("LWM2M"))
        #expect(names.contains("object.db.damaged-1") == (row.length != nil))
        #expect(names.contains("object.db.damaged-1-wal") == (row.wal > 0))
        try store.commit(StoreTests.sample)
        #expect(try store.state() == StoreTests.sample)
    }

    /// A run that was killed while it made the database leaves nothing that anybody would hear of.
    @Test func makesAgainWhatWasBegun() throws {
        let device = try TemporaryFlash()
        try device.folder.write("half", to: "flash/LWM2M/object.db.new")
        try device.folder.write("half", to: "flash/LWM2M/object.db.new-wal")
        try device.folder.write("", to: "flash/LWM2M/object.db-shm")
        let store = try Store(device.flash)
        #expect(store.isNew && store.notice == nil)
        try store.commit(StoreTests.sample)
        #expect(try store.state() == StoreTests.sample)
        #expect(!FileManager.default.fileExists(atPath: device.path("LWM2M/object.db.new")))
    }

    @Test(arguments: ["object.db", ""]) func saysThatItsFileIsGone(_ name: String) throws {
        let device = try TemporaryFlash()
        let store = try Store(device.flash)
        try store.set("a", to: "1")
        try FileManager.default.moveItem(atPath: device.path("LWM2M/\(name)"), toPath: device.folder.path("away"))
        let error = #expect(throws: StoreError.self) { try store.set("a", to: "2") }
        #expect(
            error?.description == "LWM2M/object.db: it was removed or replaced while the module runs: "
                + "a reset takes what is there now")
        try FileManager.default.moveItem(atPath: device.folder.path("away"), toPath: device.path("LWM2M/\(name)"))
        try store.set("a", to: "3")
        #expect(try store.state().settings == ["a": "3"])
    }

    /// The words for what the system says.
    static let causes: [(error: DatabaseError, words: String)] = [
        (DatabaseError(code: 5, message: "m"), "another program has it locked: end that program, then try again"),
        (DatabaseError(code: 8, message: "m"), "it cannot be written: make the file, its folder and its disk writable"),
        (
            DatabaseError(code: 14, message: "m", systemNumber: EROFS),
            "it cannot be written: make the file, its folder and its disk writable"
        ),
        (DatabaseError(code: 13, message: "m"), "the disk is full: make room"),
        (DatabaseError(code: 4874, message: "m", systemNumber: ENOSPC), "the disk is full: make room"),
        (DatabaseError(code: 522, message: "m"), "it is cut off"),
        (DatabaseError(code: 26, message: "m"), "it is not a database of SQLite"),
        (DatabaseError(code: 11, message: "m"), "it is damaged: m"),
        (DatabaseError(code: 10, message: "m"), "the disk failed: m (SQLite error 10)"),
    ]
    @Test(arguments: causes) func saysTheCauseInWords(_ row: (error: DatabaseError, words: String)) {
        #expect(StoreError.database(row.error).description == "LWM2M/object.db: " + row.words)
    }
}
