import Foundation
import SQLite
import TestSupport
import Testing

struct DatabaseTests {
    static let values: [SQLValue] = [
        .null, .integer(0), .integer(.min), .integer(.max), .real(0.1), .real(-0.0), .real(.infinity), .real(1e300),
        .text(""), .text("ä"), .text("a\0b"), .text("'; DROP TABLE t; --"), .blob([]), .blob([0, 255, 128]),
        .blob([UInt8](repeating: 7, count: 100_000)),
    ]
    @Test(arguments: values) func keeps(_ value: SQLValue) throws {
        let folder = try TemporaryFolder()
        let database = try Database(folder.path("d"))
        try database.run("CREATE TABLE t (v)")
        try database.run("INSERT INTO t VALUES (?)", [value])
        #expect(try database.run("SELECT v FROM t") == [[value]])
        #expect(try Database(folder.path("d")).run("SELECT v FROM t") == [[value]])
    }

    /// What is committed is on the disk: 2 is FULL (https://www.sqlite.org/pragma.html#pragma_synchronous).
    @Test func waitsForTheDisk() throws {
        let folder = try TemporaryFolder()
        let database = try Database(folder.path("d"))
        #expect(try database.run("PRAGMA synchronous") == [[.integer(2)]])
        #expect(try database.run("PRAGMA journal_mode") == [[.text("wal")]])
    }

    @Test func storesWhatIsNoNumberAsNull() throws {
        let folder = try TemporaryFolder()
        #expect(try Database(folder.path("d")).run("SELECT ?", [.real(.nan)]) == [[.null]])
    }

    @Test func keepsAllOfATransactionOrNothing() throws {
        let folder = try TemporaryFolder()
        let database = try Database(folder.path("d"))
        try database.run("CREATE TABLE t (v UNIQUE)")
        try database.transaction { () throws(DatabaseError) in
            try database.run("INSERT INTO t VALUES (1)")
            try database.transaction { () throws(DatabaseError) in _ = try database.run("INSERT INTO t VALUES (2)") }
        }
        let error = #expect(throws: DatabaseError.self) {
            try database.transaction { () throws(DatabaseError) in
                try database.run("INSERT INTO t VALUES (3)")
                try database.run("INSERT INTO t VALUES (1)")
            }
        }
        #expect(error?.description == "UNIQUE constraint failed: t.v (2067) in \"INSERT INTO t VALUES (1)\"")
        #expect(try database.run("SELECT v FROM t ORDER BY v") == [[.integer(1)], [.integer(2)]])
        try database.transaction { () throws(DatabaseError) in _ = try database.run("INSERT INTO t VALUES (3)") }
        #expect(try database.run("SELECT count(*) FROM t") == [[.integer(3)]])
    }

    @Test func keepsCodeMessageAndStatement() throws {
        let folder = try TemporaryFolder()
        let database = try Database(folder.path("d"))
        let error = #expect(throws: DatabaseError.self) { try database.run("SELECT x FROM nowhere") }
        #expect(
            error == DatabaseError(code: 1, message: "no such table: nowhere", statement: "SELECT x FROM nowhere"))
        #expect(throws: DatabaseError.self) { try database.run("") }
        #expect(throws: DatabaseError.self) { try database.run("SELECT 1", [.integer(1)]) }
    }

    @Test func refusesWhatIsNoDatabase() throws {
        let folder = try TemporaryFolder()
        try folder.write(String(repeating: "this is no database ", count: 100), to: "d")
        let error = #expect(throws: DatabaseError.self) { try Database(folder.path("d")) }
        #expect(error?.isDamage == true)
        let missing = #expect(throws: DatabaseError.self) { try Database(folder.path("none/d")) }
        #expect(missing?.isDamage == false)
        #expect(missing?.description == "unable to open database file (14)")
    }

    @Test func leavesOneFileWhenItIsClosed() throws {
        let folder = try TemporaryFolder()
        do {
            let database = try Database(folder.path("d"))
            try database.run("CREATE TABLE t (v)")
        }
        #expect(try folder.names() == ["d"])
    }
}
