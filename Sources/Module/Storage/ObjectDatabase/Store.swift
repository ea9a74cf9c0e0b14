import FileSystem
package import LwM2M
package import ObjectHost
package import Products
package import SQLite

/// The database of the client, `LWM2M/object.db` in the flash: what was committed survives a crash at any moment.
///
/// Each call is one transaction; `transaction` combines several into one. If the file is deleted, or after `clear`, the
/// client builds its factory state at the next start.
///
/// - Source: UBX-18068860 R09 §4.2, §4.5.
package final class Store {
    /// The name of the file under the tag `LWM2M`.
    package static let fileName = "object.db"

    /// Whether nothing usable existed: the factory state must be built.
    package let isNew: Bool
    /// What happened to a file that could not be used, for the user; nil if there was none.
    package let notice: String?

    /// The flash with the file, which stays locked for this process as long as the store exists.
    package let flash: Flash

    let database: Database
    private let path: String
    /// Identifies the file on disk.
    private let inode: UInt64?

    /// Opens the database of a flash. A database that is damaged, or that belongs to another program or a later
    /// version, is renamed, and a new one is created.
    ///
    /// - Parameter settings: the initial content of a new database; on the module, deleting object.db does not affect
    ///   NVM.
    /// - throws: if the flash or the system fails; the file is then left unchanged.
    package init(_ flash: Flash, keeping settings: [String: String] = [:]) throws(StoreError) {
        self.flash = flash
        var notice: String?
        var opened: Opened
        do throws(StoreError) {
            opened = try Self.open(flash)
        } catch  where error.isDamage {
            let name = try Self.asking { () throws(FlashError) in try flash.setAside(Self.fileName, .client) }
            notice = "\(FlashTag.client)/\(Self.fileName) cannot be used and is now \(name): \(error.reason)"
            opened = try Self.open(flash)
        }
        self.notice = notice
        isNew = opened.isNew
        database = opened.database
        path = opened.path
        inode = Files.status(opened.path)?.inode
        if isNew, !settings.isEmpty {
            try transaction { () throws(StoreError) in
                for (name, value) in settings { try set(name, to: value) }
            }
        }
    }

    private typealias Opened = (database: Database, isNew: Bool, path: String)

    /// A file of this name is complete from the moment it exists: an empty or truncated one is damaged.
    private static func open(_ flash: Flash) throws(StoreError) -> Opened {
        let path = try asking { () throws(FlashError) in try flash.pathOfFile(fileName, .client) }
        var isNew = false
        var size: Int64 = -1
        switch try asking({ () throws(FlashError) in try flash.standing(of: fileName, .client) }) {
        case .file(let bytes): size = bytes
        case .empty: throw .content("it is empty")
        case .missing: throw .content("it is missing, while \(fileName)-wal is there")
        case .nothing:
            isNew = true
            try make(flash)
        }
        let database = try database(path)
        try StoreSchema.prepare(database, size: size)
        // It is better to find unreadable content now than when it is needed.
        if !isNew { _ = try StoreReader(database).state() }
        try asking { () throws(FlashError) in try flash.makePrivate(fileName, .client) }
        return (database, isNew, path)
    }

    /// Creates a database under a temporary name, and renames it when it is complete.
    private static func make(_ flash: Flash) throws(StoreError) {
        let name = "\(fileName).new"
        let path = try asking { () throws(FlashError) in
            // Left by a run that was killed in the meantime.
            try flash.removeDatabase(name, .client)
            return try flash.pathOfFile(name, .client)
        }
        do { try StoreSchema.make(try database(path)) }
        try asking { () throws(FlashError) in
            try flash.makePrivate(name, .client)
            // What was written is in the file itself by now; its log would not go with the name.
            try flash.removeCompanions(of: name, .client)
            try flash.renameDatabase(name, to: fileName, .client)
        }
    }

    private static func database(_ path: String) throws(StoreError) -> Database {
        do throws(DatabaseError) { return try Database(path) } catch { throw .database(error) }
    }

    private static func asking<Result>(_ body: () throws(FlashError) -> Result) throws(StoreError) -> Result {
        do throws(FlashError) { return try body() } catch { throw .flash(error) }
    }

    /// Whether the file in use is still the one under its name, so that what is written to it will be found.
    package var isInPlace: Bool {
        guard let inode else { return false }
        if let status = Files.status(path) { return status.inode == inode }
        // Where the system does not say, SQLite will.
        return (try? Files.exists(path)) ?? true
    }

    /// Everything that was committed.
    ///
    /// - throws: why it cannot be read.
    package func state() throws(StoreError) -> StoredState { try StoreReader(database).state() }

    /// Combines everything that a closure commits into one transaction: all of it is stored, or nothing if the closure
    /// throws.
    ///
    /// - throws: what the closure throws, or why it cannot be stored.
    package func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        guard isInPlace else { throw .displaced }
        return try database.transaction(orThrow: StoreError.database, body)
    }

    func query(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> [[SQLValue]] {
        do throws(DatabaseError) { return try database.run(sql, values) } catch { throw .database(error) }
    }

    func run(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) { _ = try query(sql, values) }
}

/// Why the database of the client could not be used.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The folder or the file itself.
    case flash(FlashError)
    /// SQLite.
    case database(DatabaseError)
    /// The tables contain something that the client does not write.
    case content(String)
    /// The file in use was replaced or removed: what is written now would be lost.
    case displaced

    /// Whether the file is damaged or belongs to another program, so that it cannot be used again.
    var isDamage: Bool {
        switch self {
        case .flash, .displaced: false
        case .database(let error): error.isDamage
        case .content: true
        }
    }

    /// The reason and what to do about it, without the name of the file.
    package var reason: String {
        switch self {
        case .flash(let error): error.description
        case .database(let error): error.words
        case .content(let text): text
        case .displaced: "it was removed or replaced while the module runs: a reset takes what is there now"
        }
    }

    /// `LWM2M/object.db: the disk is full: make room`.
    package var description: String {
        if case .flash = self { return reason }
        return "\(FlashTag.client)/\(Store.fileName): \(reason)"
    }
}

extension DatabaseError {
    /// The reason, phrased so that the user can act on it.
    fileprivate var words: String {
        switch cause {
        case .locked: "another program has it locked: end that program, then try again"
        case .readOnly: "it cannot be written: make the file, its folder and its disk writable"
        case .full: "the disk is full: make room"
        case .cutOff: "it is cut off"
        case .noDatabase: "it is not a database of SQLite"
        case .other: isDamage ? "it is damaged: \(message)" : "the disk failed: \(message) (SQLite error \(code))"
        }
    }
}

/// When a module saves what its client changed.
///
/// A change that has not been saved is lost when power fails; a shutdown or reset by command saves it.
///
/// - Source: UBX-18068860 R09 §4.5; where the note says "in general not immediately", the 40 s after which its own
///   examples reset SARA-R4 and SARA-R422 are taken as the time within which they save automatically.
package struct CommitPolicy: Hashable, Sendable {
    /// Seconds from the first unsaved change until everything is saved automatically; 0 at once, nil never.
    package var delay: Double?
    /// Whether `AT+ULWM2MWRITE=""` saves; otherwise it is an error.
    package var takesCommand: Bool

    /// Saves after some seconds, and optionally by command.
    package init(delay: Double?, takesCommand: Bool) {
        self.delay = delay
        self.takesCommand = takesCommand
    }

    /// Saves each change at once, whatever the product does.
    package static let always = CommitPolicy(delay: 0, takesCommand: true)

    /// When a change must be saved, in seconds on the clock of `changedAt`; nil if only a command or a shutdown saves
    /// it.
    ///
    /// - Parameter changedAt: when the first unsaved change was made.
    package func dueTime(changedAt: Double) -> Double? { delay.map { changedAt + $0 } }
}

extension Product {
    /// How this product saves what its client changed.
    package var commitPolicy: CommitPolicy {
        CommitPolicy(delay: timings.lazySave.map(Double.init), takesCommand: commands.hasEmptyWrite)
    }
}

/// Everything that the client keeps across a restart.
package struct StoredState: Hashable, Sendable {
    /// The instances of the Objects with their values.
    package var instances = SavedState()
    /// When the client last registered with a server, in seconds since 1970.
    package var registrations: [ShortServerID: Int64] = [:]
    /// What commands set in NVM, by name.
    package var settings: [String: String] = [:]

    /// An empty state.
    package init() {}
}
