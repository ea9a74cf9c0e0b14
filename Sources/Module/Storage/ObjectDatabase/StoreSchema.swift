import SQLite

/// The tables of object.db. A new version adds a step to `migrations` and never changes an older one.
enum StoreSchema {
    /// "xLwM" as a number, at its place in the file header, so that a file of another program is recognised.
    static let applicationID: Int64 = 0x784C_774D

    /// The steps that lead to each version from the previous one.
    static let migrations = [version1, version2, version3]

    static var version: Int { migrations.count }

    private static let version1 = [
        """
        CREATE TABLE object (
            object_id INTEGER PRIMARY KEY CHECK (object_id BETWEEN 0 AND 65535)
        )
        """,
        """
        CREATE TABLE object_instance (
            object_id INTEGER NOT NULL REFERENCES object ON DELETE CASCADE,
            object_instance_id INTEGER NOT NULL CHECK (object_instance_id BETWEEN 0 AND 65534),
            position INTEGER NOT NULL,
            PRIMARY KEY (object_id, object_instance_id)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE resource (
            object_id INTEGER NOT NULL,
            object_instance_id INTEGER NOT NULL,
            resource_id INTEGER NOT NULL CHECK (resource_id BETWEEN 0 AND 65535),
            position INTEGER NOT NULL,
            type TEXT NOT NULL,
            value,
            PRIMARY KEY (object_id, object_instance_id, resource_id),
            FOREIGN KEY (object_id, object_instance_id) REFERENCES object_instance ON DELETE CASCADE
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE resource_instance (
            object_id INTEGER NOT NULL,
            object_instance_id INTEGER NOT NULL,
            resource_id INTEGER NOT NULL,
            resource_instance_id INTEGER NOT NULL,
            position INTEGER NOT NULL,
            type TEXT NOT NULL,
            value,
            PRIMARY KEY (object_id, object_instance_id, resource_id, resource_instance_id),
            FOREIGN KEY (object_id, object_instance_id, resource_id) REFERENCES resource ON DELETE CASCADE
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE access_control (
            object_id INTEGER NOT NULL CHECK (object_id BETWEEN 0 AND 65535),
            object_instance_id INTEGER NOT NULL CHECK (object_instance_id BETWEEN 0 AND 65535),
            owner INTEGER NOT NULL CHECK (owner BETWEEN 0 AND 65535),
            position INTEGER NOT NULL,
            PRIMARY KEY (object_id, object_instance_id)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE access_right (
            object_id INTEGER NOT NULL,
            object_instance_id INTEGER NOT NULL,
            short_server_id INTEGER NOT NULL CHECK (short_server_id BETWEEN 0 AND 65535),
            rights INTEGER NOT NULL CHECK (rights BETWEEN 0 AND 65535),
            PRIMARY KEY (object_id, object_instance_id, short_server_id),
            FOREIGN KEY (object_id, object_instance_id) REFERENCES access_control ON DELETE CASCADE
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE server (
            short_server_id INTEGER PRIMARY KEY CHECK (short_server_id BETWEEN 0 AND 65535)
        )
        """,
        """
        CREATE TABLE registration (
            short_server_id INTEGER PRIMARY KEY CHECK (short_server_id BETWEEN 0 AND 65535),
            unix_time INTEGER NOT NULL
        )
        """,
        """
        CREATE TABLE setting (
            name TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
        ) WITHOUT ROWID
        """,
    ]

    /// The accounts and rights that version 1 stored separately from the instances of Objects 0 to 2, which contain
    /// them.
    private static let dropped = ["access_right", "access_control", "server"]
    private static let version2 = dropped.map { "DROP TABLE IF EXISTS \($0)" }

    /// What a script stores with an instance besides its Resources.
    private static let version3 = [
        """
        CREATE TABLE object_instance_state (
            object_id INTEGER NOT NULL,
            object_instance_id INTEGER NOT NULL,
            fields BLOB NOT NULL,
            PRIMARY KEY (object_id, object_instance_id),
            FOREIGN KEY (object_id, object_instance_id) REFERENCES object_instance ON DELETE CASCADE
        ) WITHOUT ROWID
        """
    ]

    /// The tables of this version, each as the statement that creates it.
    private static var tables: [String] {
        (version1 + version3).filter { table in !dropped.contains { table.hasPrefix("CREATE TABLE \($0) ") } }
    }

    /// Creates the tables in a new database.
    ///
    /// - throws: why that cannot be done.
    static func make(_ database: Database) throws(StoreError) {
        try migrate(database, from: 0)
        try reading { () throws(DatabaseError) in try database.emptyLog() }
    }

    /// Migrates the tables of an older version to this one.
    ///
    /// - Parameter size: the size of the file in bytes; -1 if that is not meaningful.
    /// - throws: `.content` for a database without tables, of another program or of a later version.
    static func prepare(_ database: Database, size: Int64) throws(StoreError) {
        // SQLite reads the missing rest of the last page as zeroes.
        let page = try number("PRAGMA page_size", database)
        if size > 0, page > 0, size % page != 0 { throw .content("it is cut off") }
        if try reading({ () throws(DatabaseError) in try isEmpty(database) }) { throw .content("it is cut off") }
        try checkOrigin(database)
        if let damage = try reading({ () throws(DatabaseError) in try database.damage() }) {
            throw .content("it is damaged: \(damage)")
        }
        let version = try number("PRAGMA user_version", database)
        guard version <= Int64(Self.version) else {
            throw .content("a later version of the program made it (tables of version \(version))")
        }
        try migrate(database, from: Int(version))
        try checkTables(database)
    }

    private static func isEmpty(_ database: Database) throws(DatabaseError) -> Bool {
        let tables = try database.run("SELECT count(*) FROM sqlite_master")
        let origin = try database.run("PRAGMA application_id")
        let version = try database.run("PRAGMA user_version")
        return [tables, origin, version].allSatisfy { $0 == [[.integer(0)]] }
    }

    private static func checkOrigin(_ database: Database) throws(StoreError) {
        guard try number("PRAGMA application_id", database) == applicationID else {
            throw .content("it is a database of another program")
        }
        guard try number("PRAGMA user_version", database) > 0 else { throw .content("its tables have no version") }
    }

    private static func migrate(_ database: Database, from version: Int) throws(StoreError) {
        guard version < Self.version else { return }
        try reading { () throws(DatabaseError) in
            try database.transaction { () throws(DatabaseError) in
                for statement in migrations[version...].joined() { try database.run(statement) }
                try database.run("PRAGMA application_id=\(applicationID)")
                try database.run("PRAGMA user_version=\(Self.version)")
            }
        }
    }

    /// Tables and views added to inspect the data do no harm; a trigger would change the data.
    private static func checkTables(_ database: Database) throws(StoreError) {
        let rows = try reading { () throws(DatabaseError) in
            try database.run("SELECT type, name, sql FROM sqlite_master")
        }
        for row in rows where row[0] == .text("trigger") { throw .content("it has a trigger, \(row[1].text ?? "")") }
        let found = Set(rows.compactMap { $0[2].text })
        for table in tables where !found.contains(table) {
            throw .content("its tables are not those of the client")
        }
    }

    private static func number(_ pragma: String, _ database: Database) throws(StoreError) -> Int64 {
        let answer = try reading { () throws(DatabaseError) in try database.run(pragma) }
        guard let value = answer.first?.first?.integer else { throw .content("\(pragma) has no answer") }
        return value
    }

    private static func reading<Result>(
        _ body: () throws(DatabaseError) -> Result
    ) throws(StoreError) -> Result {
        do throws(DatabaseError) { return try body() } catch { throw .database(error) }
    }
}
