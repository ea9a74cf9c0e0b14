import CSQLite

/// A connection to a database file. It has one owner and is closed with the last reference to it.
///
/// A committed transaction is on the disk: it survives if the process is killed or the machine loses power at any
/// moment; an uncommitted one leaves nothing (write-ahead log, https://www.sqlite.org/wal.html, with
/// `synchronous=FULL`). The cost per transaction is the time that the disk takes to confirm it, a few milliseconds.
package final class Database {
    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]
    private var isInTransaction = false

    /// Opens a database, or creates an empty one.
    ///
    /// - throws: SQLite's error; `isDamage` for a file that is not a database.
    package init(_ path: String) throws(DatabaseError) {
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
        // Another program may be reading it for a moment.
        sqlite3_busy_timeout(handle, 2000)
        let defended = csqlite_defend(handle)
        guard defended == SQLITE_OK else { throw DatabaseError(handle, defended, nil) }
        // A damaged page must not be read beyond its end.
        try run("PRAGMA cell_size_check=ON")
        try run("PRAGMA foreign_keys=ON")
        try run("PRAGMA journal_mode=WAL")
        try run("PRAGMA synchronous=FULL")
        // On macOS, a disk confirms writes that it has not completed, unless asked in this way; other systems ignore
        // it.
        try run("PRAGMA fullfsync=ON")
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// Runs one statement to its end; returns its rows.
    ///
    /// - Parameter values: for the `?` in the statement, in order.
    /// - throws: why it failed.
    @discardableResult
    package func run(_ sql: String, _ values: [SQLValue] = []) throws(DatabaseError) -> [[SQLValue]] {
        let statement: Statement
        if let known = statements[sql] {
            statement = known
        } else {
            statement = try Statement(sql, in: handle)
            statements[sql] = statement
        }
        return try statement.run(values, in: handle)
    }

    /// Runs a body whose changes are made all together or, if it throws, not at all. Inside another transaction, it is
    /// part of that one.
    ///
    /// - Parameter failure: what to throw when SQLite itself cannot begin or commit.
    /// - throws: the first error: what the body throws, or why the changes could not be made. An error while rolling
    ///   back does not replace it.
    package func transaction<Result, Failure: Error>(
        orThrow failure: (DatabaseError) -> Failure, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if isInTransaction { return try body() }
        do throws(DatabaseError) { try run("BEGIN IMMEDIATE") } catch { throw failure(error) }
        isInTransaction = true
        defer { isInTransaction = false }
        do throws(Failure) {
            let result = try body()
            do throws(DatabaseError) { try run("COMMIT") } catch { throw failure(error) }
            return result
        } catch {
            // After some errors, SQLite has already rolled back by itself.
            if sqlite3_get_autocommit(handle) == 0 { _ = try? run("ROLLBACK") }
            throw error
        }
    }

    /// Runs a body whose changes are made all together or, if it throws, not at all.
    ///
    /// - throws: the first error of SQLite.
    package func transaction<Result>(
        _ body: () throws(DatabaseError) -> Result
    ) throws(DatabaseError) -> Result {
        try transaction(orThrow: { $0 }, body)
    }

    /// Moves everything from the log into the file, so that the file is complete by itself.
    ///
    /// - throws: why it could not; the log is kept then.
    package func emptyLog() throws(DatabaseError) {
        guard try run("PRAGMA wal_checkpoint(TRUNCATE)").first?.first?.integer == 0 else {
            throw DatabaseError(code: SQLITE_BUSY, message: "the log cannot be emptied")
        }
    }

    /// What is wrong with the file; nil if nothing is.
    ///
    /// - throws: if it cannot even be checked: a disk that does not read is no damage of the file.
    package func damage() throws(DatabaseError) -> String? {
        guard var answer = try run("PRAGMA integrity_check(1)").first?.first?.text else {
            return "no answer to the check of its integrity"
        }
        if answer != "ok" {
            // SQLite counts a page that the disk does not give as damage, and tells it only in its words.
            let answers = try run("PRAGMA integrity_check(100)").compactMap { $0.first?.text }
            for line in answers.joined(separator: "\n").split(separator: "\n") {
                guard let mark = line.firstRange(of: "error code="), let code = Int32(line[mark.upperBound...]),
                    code & 0xFF == SQLITE_IOERR
                else { continue }
                throw DatabaseError(code: code, message: "disk I/O error")
            }
            answer = answers.first ?? answer
        }
        guard answer == "ok" else { return answer }
        if let row = try run("PRAGMA foreign_key_check").first {
            return "a row of \(row.first?.text ?? "a table") belongs to nothing"
        }
        return nil
    }
}

/// An error from SQLite: its code, its message, and the statement.
package struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The extended result code of SQLite.
    package var code: Int32
    /// What SQLite says about it.
    package var message: String
    /// The SQL that failed; nil if none ran.
    package var statement: String?
    /// The system's error that caused it (errno); 0 if there was none.
    package var systemNumber: Int32

    package init(code: Int32, message: String, statement: String? = nil, systemNumber: Int32 = 0) {
        self.code = code
        self.message = message
        self.statement = statement
        self.systemNumber = systemNumber
    }

    /// The kind of error, as far as a user can do something about it.
    package enum Cause: Hashable, Sendable {
        /// Another program has locked the file.
        case locked
        /// The file, its folder or its disk cannot be written.
        case readOnly
        /// The disk is full.
        case full
        /// The file is truncated.
        case cutOff
        /// The file is not a SQLite database.
        case noDatabase
        /// Anything else.
        case other
    }

    /// The kind of the error.
    package var cause: Cause {
        if systemNumber == Self.noSpace || systemNumber == Self.quota { return .full }
        if systemNumber == Self.readOnlyDisk { return .readOnly }
        if code == Self.shortRead { return .cutOff }
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: return .locked
        case SQLITE_READONLY, SQLITE_PERM: return .readOnly
        case SQLITE_FULL: return .full
        case SQLITE_NOTADB: return .noDatabase
        default: return .other
        }
    }

    /// SQLITE_IOERR_SHORT_READ.
    private static let shortRead = SQLITE_IOERR | (2 << 8)
    // ENOSPC, EROFS and EDQUOT.
    private static let noSpace: Int32 = 28
    private static let readOnlyDisk: Int32 = 30
    #if os(macOS)
        private static let quota: Int32 = 69
    #else
        private static let quota: Int32 = 122
    #endif

    /// Whether reading failed because of the content of the file, so that trying again is useless; otherwise the system
    /// is the cause: no memory, no permission, a full disk, another process using the file.
    package var isDamage: Bool {
        let ofTheSystem = [
            SQLITE_PERM, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_NOMEM, SQLITE_READONLY, SQLITE_INTERRUPT, SQLITE_IOERR,
            SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_PROTOCOL, SQLITE_AUTH,
        ]
        // The file is truncated in the middle of a page.
        return !ofTheSystem.contains(code & 0xFF) || code == Self.shortRead
    }

    /// `database disk image is malformed (11) in "SELECT ..."`.
    package var description: String {
        "\(message) (\(code))" + (statement.map { " in \"\($0)\"" } ?? "")
    }
}
