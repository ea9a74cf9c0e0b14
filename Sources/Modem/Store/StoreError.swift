public import SQLite

/// Why the database of the client could not be used.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The folder or the file itself.
    case flash(FlashError)
    /// SQLite.
    case database(DatabaseError)
    /// What stands in the tables is nothing that the client writes.
    case content(String)

    /// Whether the file is damaged or of somebody else, so that it cannot be used again.
    var isDamage: Bool {
        switch self {
        case .flash: false
        case .database(let error): error.isDamage
        case .content: true
        }
    }

    public var description: String {
        switch self {
        case .flash(let error): error.description
        case .database(let error): error.description
        case .content(let text): text
        }
    }
}
