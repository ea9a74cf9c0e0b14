import CSQLite

/// What SQLite could not do: its code, its words, and the statement.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The extended result code of SQLite.
    public var code: Int32
    public var message: String
    /// The SQL that failed; nil where none ran.
    public var statement: String?
    /// The error of the system behind it (errno); 0 where there was none.
    public var systemNumber: Int32

    public init(code: Int32, message: String, statement: String? = nil, systemNumber: Int32 = 0) {
        self.code = code
        self.message = message
        self.statement = statement
        self.systemNumber = systemNumber
    }

    /// What kind of error it is, of those that a user can do something about.
    public enum Cause: Hashable, Sendable {
        /// Another program has the file and keeps others from it.
        case locked
        /// The file, its folder or its disk cannot be written.
        case readOnly
        /// The disk has no room.
        case full
        /// The file ends in the middle.
        case cutOff
        /// The file is nothing of SQLite.
        case noDatabase
        /// Anything else.
        case other
    }

    /// The kind of the error.
    public var cause: Cause {
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

    /// Whether reading failed for the content of the file, which no second try changes; the alternative is the system:
    /// no memory, no right, a full disk, another process that has the file.
    public var isDamage: Bool {
        let ofTheSystem = [
            SQLITE_PERM, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_NOMEM, SQLITE_READONLY, SQLITE_INTERRUPT, SQLITE_IOERR,
            SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_PROTOCOL, SQLITE_AUTH,
        ]
        // The file ends in the middle of a page.
        return !ofTheSystem.contains(code & 0xFF) || code == Self.shortRead
    }

    /// `database disk image is malformed (11) in "SELECT ..."`.
    public var description: String {
        "\(message) (\(code))" + (statement.map { " in \"\($0)\"" } ?? "")
    }
}
