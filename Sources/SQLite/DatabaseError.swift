import CSQLite

/// What SQLite could not do: its code, its words, and the statement.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The extended result code of SQLite.
    public var code: Int32
    public var message: String
    /// The SQL that failed; nil where none ran.
    public var statement: String?

    public init(code: Int32, message: String, statement: String? = nil) {
        self.code = code
        self.message = message
        self.statement = statement
    }

    /// Whether reading failed for the content of the file, which no second try changes; the alternative is the system:
    /// no memory, no right, a full disk, another process that has the file.
    public var isDamage: Bool {
        let ofTheSystem = [
            SQLITE_PERM, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_NOMEM, SQLITE_READONLY, SQLITE_INTERRUPT, SQLITE_IOERR,
            SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_PROTOCOL, SQLITE_AUTH,
        ]
        // SQLITE_IOERR_SHORT_READ: the file ends in the middle of a page.
        return !ofTheSystem.contains(code & 0xFF) || code == SQLITE_IOERR | (2 << 8)
    }

    /// `database disk image is malformed (11) in "SELECT ..."`.
    public var description: String {
        "\(message) (\(code))" + (statement.map { " in \"\($0)\"" } ?? "")
    }
}
