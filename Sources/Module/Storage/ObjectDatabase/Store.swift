import FileSystem
package import LwM2M
package import ObjectHost
package import Products
package import SQLite

/// The database of the client, `LWM2M/object.db` in the flash: what was committed is there after a crash at any moment.
///
/// Each call is one transaction; `transaction` makes one of several. Delete the file, or `clear`, and the client
/// builds its factory state at the next start.
///
/// - Source: UBX-18068860 R09 §4.2, §4.5.
package final class Store {
    /// The name of the file under the tag `LWM2M`.
    package static let fileName = "object.db"

    /// Whether nothing was there that could be used: the factory state has to be built.
    package let isNew: Bool
    /// What became of a file that could not be used, for the user; nil if there was none.
    package let notice: String?

    /// The flash with the file, which stays taken for this process as long as the store is there.
    package let flash: Flash

    let database: Database
    private let path: String
    /// Which file it is on the disk.
    private let inode: UInt64?

    /// Opens the database of a flash. One that is damaged, of another program or of a later version is renamed, and a
    /// new one made.
    ///
    /// - Parameter settings: what a new database begins with; on the module a deleted object.db leaves NVM alone.
    /// - throws: if the flash or the system fails, which leaves the file as it is.
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

    /// A file of this name is whole from its first moment on: one that is empty or lost its end is damaged.
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
        // What cannot be read is better known now than when it is needed.
        if !isNew { _ = try StoreReader(database).state() }
        try asking { () throws(FlashError) in try flash.makePrivate(fileName, .client) }
        return (database, isNew, path)
    }

    /// Makes a database under another name, which takes its own when it is whole.
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
            try flash.renameDatabase(name, to: fileName, .client)
        }
    }

    private static func database(_ path: String) throws(StoreError) -> Database {
        do throws(DatabaseError) { return try Database(path) } catch { throw .database(error) }
    }

    private static func asking<Result>(_ body: () throws(FlashError) -> Result) throws(StoreError) -> Result {
        do throws(FlashError) { return try body() } catch { throw .flash(error) }
    }

    /// Whether the file in use still stands under its name, so that what is written to it will be found.
    package var isInPlace: Bool { inode != nil && Files.status(path)?.inode == inode }

    /// All that was committed.
    ///
    /// - throws: why it cannot be read.
    package func state() throws(StoreError) -> StoredState { try StoreReader(database).state() }

    /// Makes one transaction of all that a body commits: all of it is kept, or nothing if the body throws.
    ///
    /// - throws: what the body throws, or why it cannot be kept.
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
    /// The reason as its user can do something about it.
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
/// A change that is not saved yet is lost when power fails; a shutdown or reset by command saves it.
///
/// - Source: UBX-18068860 R09 §4.5; where the note says "in general not immediately", the 40 s after which its own
///   examples reset SARA-R4 and SARA-R422 are taken as the time within which they save by themselves.
package struct CommitPolicy: Hashable, Sendable {
    /// Seconds from the first change that is not saved until all is saved by itself; 0 at once, nil never.
    package var delay: Double?
    /// Whether `AT+ULWM2MWRITE=""` saves; else it is an error.
    package var takesCommand: Bool

    /// Saves after some seconds, and by command or not.
    package init(delay: Double?, takesCommand: Bool) {
        self.delay = delay
        self.takesCommand = takesCommand
    }

    /// Each change is saved at once, whatever the product does.
    package static let always = CommitPolicy(delay: 0, takesCommand: true)

    /// When a change has to be saved, in seconds on the clock of `changedAt`; nil if only a command or a shutdown
    /// saves it.
    ///
    /// - Parameter changedAt: when the first of the changes that are not saved was made.
    package func dueTime(changedAt: Double) -> Double? { delay.map { changedAt + $0 } }
}

extension Product {
    /// How this product saves what its client changed.
    package var commitPolicy: CommitPolicy {
        CommitPolicy(delay: timings.lazySave.map(Double.init), takesCommand: commands.hasEmptyWrite)
    }
}

/// All that the client keeps over a restart.
package struct StoredState: Hashable, Sendable {
    /// The instances of the Objects with their values.
    package var instances = SavedState()
    /// When the client last registered with a server, in seconds since 1970.
    package var registrations: [ShortServerID: Int64] = [:]
    /// What commands set in NVM, by name.
    package var settings: [String: String] = [:]

    /// Nothing is kept.
    package init() {}
}
