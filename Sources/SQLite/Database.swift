import CSQLite

/// A connection to a database file. It has one owner and closes with its last reference.
///
/// A transaction that was committed is there after the process was killed at any moment; one that was not leaves
/// nothing (write-ahead log, https://www.sqlite.org/wal.html). A crash of the whole system may cost the last
/// transactions and never the consistency (`synchronous=NORMAL`).
public final class Database {
    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]
    private var isInTransaction = false

    /// Opens a database, or makes an empty one.
    ///
    /// - throws: what SQLite says; `isDamage` for a file that is no database.
    public init(_ path: String) throws(DatabaseError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
        let status = sqlite3_open_v2(path, &opened, flags, nil)
        guard status == SQLITE_OK, let opened else {
            let error = DatabaseError(opened, status, nil)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        sqlite3_extended_result_codes(handle, 1)
        // Somebody may look with another program for a moment.
        sqlite3_busy_timeout(handle, 2000)
        let defended = csqlite_defend(handle)
        guard defended == SQLITE_OK else { throw DatabaseError(handle, defended, nil) }
        // A damaged page must not read beyond itself.
        try run("PRAGMA cell_size_check=ON")
        try run("PRAGMA foreign_keys=ON")
        try run("PRAGMA journal_mode=WAL")
        try run("PRAGMA synchronous=NORMAL")
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// Runs one statement to its end; answers its rows.
    ///
    /// - Parameter values: for the `?` in the statement, in order.
    /// - throws: why it failed.
    @discardableResult
    public func run(_ sql: String, _ values: [SQLValue] = []) throws(DatabaseError) -> [[SQLValue]] {
        let statement: Statement
        if let known = statements[sql] {
            statement = known
        } else {
            statement = try Statement(sql, in: handle)
            statements[sql] = statement
        }
        return try statement.run(values, in: handle)
    }

    /// Runs a body whose changes are made all together or, where it throws, not at all. Inside of another
    /// transaction it is a part of that one.
    ///
    /// - throws: what the body throws, or why the changes could not be made.
    public func transaction<Result>(
        _ body: () throws(DatabaseError) -> Result
    ) throws(DatabaseError) -> Result {
        if isInTransaction { return try body() }
        try run("BEGIN IMMEDIATE")
        isInTransaction = true
        defer { isInTransaction = false }
        do throws(DatabaseError) {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // SQLite itself has rolled back after some errors.
            if sqlite3_get_autocommit(handle) == 0 { _ = try? run("ROLLBACK") }
            throw error
        }
    }

    /// What is wrong with the file; nil where nothing is.
    ///
    /// - throws: where it cannot even be checked.
    public func damage() throws(DatabaseError) -> String? {
        let answer = try run("PRAGMA integrity_check(1)").first?.first?.text
        guard answer == "ok" else { return answer ?? "no answer to the check of its integrity" }
        if let row = try run("PRAGMA foreign_key_check").first {
            return "a row of \(row.first?.text ?? "a table") belongs to nothing"
        }
        return nil
    }
}
