import CSQLite

/// A prepared statement, which is finalized with the last reference to it.
final class Statement {
    private let handle: OpaquePointer
    private let sql: String

    /// - throws: what is wrong with the SQL, or with the database.
    init(_ sql: String, in database: OpaquePointer) throws(DatabaseError) {
        var handle: OpaquePointer?
        let status = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard status == SQLITE_OK else { throw DatabaseError(database, status, sql) }
        guard let handle else { throw DatabaseError(code: SQLITE_MISUSE, message: "no statement", statement: sql) }
        self.handle = handle
        self.sql = sql
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs the statement to its end; returns its rows.
    ///
    /// - throws: why it failed; it can be run again.
    func run(_ values: [SQLValue], in database: OpaquePointer) throws(DatabaseError) -> [[SQLValue]] {
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        for (index, value) in values.enumerated() {
            let status = bind(value, Int32(index + 1))
            guard status == SQLITE_OK else { throw DatabaseError(database, status, sql) }
        }
        var rows: [[SQLValue]] = []
        while true {
            let status = sqlite3_step(handle)
            if status == SQLITE_DONE { return rows }
            guard status == SQLITE_ROW else { throw DatabaseError(database, status, sql) }
            rows.append((0..<sqlite3_column_count(handle)).map(column))
        }
    }

    private func bind(_ value: SQLValue, _ index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let value): return sqlite3_bind_int64(handle, index, value)
        case .real(let value): return sqlite3_bind_double(handle, index, value)
        case .text(let text):
            var text = text
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { chars in
                    csqlite_bind_text(handle, index, chars.baseAddress, UInt64(chars.count))
                }
            }
        case .blob(let bytes):
            // An empty array has no address, and a null address would bind NULL.
            if bytes.isEmpty { return sqlite3_bind_zeroblob(handle, index, 0) }
            return bytes.withUnsafeBytes { csqlite_bind_blob(handle, index, $0.baseAddress, UInt64($0.count)) }
        }
    }

    private func column(_ index: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            guard let text = sqlite3_column_text(handle, index) else { return .text("") }
            let count = Int(sqlite3_column_bytes(handle, index))
            return .text(String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let bytes = sqlite3_column_blob(handle, index) else { return .blob([]) }
            return .blob(Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, index)))))
        default: return .null
        }
    }
}

extension DatabaseError {
    /// The last error of a connection.
    init(_ database: OpaquePointer?, _ status: Int32, _ statement: String?) {
        guard let database else {
            self.init(code: status, message: String(cString: sqlite3_errstr(status)), statement: statement)
            return
        }
        let code = sqlite3_extended_errcode(database)
        // The system's error number persists after later errors of another kind.
        let isOfSystem = [SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN].contains(status & 0xFF)
        self.init(
            code: code & 0xFF == status & 0xFF ? code : status, message: String(cString: sqlite3_errmsg(database)),
            statement: statement, systemNumber: isOfSystem ? sqlite3_system_errno(database) : 0)
    }
}

/// A value in a row of a database.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    /// NaN is stored as `null`.
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// The whole number; nil for other values.
    package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    /// The text; nil for other values.
    package var text: String? { if case .text(let value) = self { value } else { nil } }
}
