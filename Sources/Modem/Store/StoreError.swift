public import SQLite

/// Why the database of the client could not be used.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The folder or the file itself.
    case flash(FlashError)
    /// SQLite.
    case database(DatabaseError)
    /// What stands in the tables is nothing that the client writes.
    case content(String)
    /// Another file, or none, stands where the one in use was: what is written now would be lost.
    case displaced

    /// Whether the file is damaged or of somebody else, so that it cannot be used again.
    var isDamage: Bool {
        switch self {
        case .flash, .displaced: false
        case .database(let error): error.isDamage
        case .content: true
        }
    }

    /// The reason alone, and what to do, without the name of the file.
    public var reason: String {
        switch self {
        case .flash(let error): error.description
        case .database(let error): error.words
        case .content(let text): text
        case .displaced: "it was removed or replaced while the module runs: a reset takes what is there now"
        }
    }

    /// `LWM2M/object.db: the disk is full: make room`.
    public var description: String {
        if case .flash = self { return reason }
        return "\(FlashTag.client)/\(Store.fileName): \(reason)"
    }
}

extension DatabaseError {
    /// The reason as its user can do something about it.
    fileprivate var words: String {
        switch cause {
        case .locked: "another program has it locked: end that program, then try again"
        case .readOnly: "it cannot be written: make the file, its folder and its disk writable"
        case .full: "the disk is full: make room"
        case .cutOff: "it is cut off"
        case .noDatabase: "it is no database of SQLite"
        case .other: isDamage ? "it is damaged: \(message)" : "the disk failed: \(message) (SQLite error \(code))"
        }
    }
}
