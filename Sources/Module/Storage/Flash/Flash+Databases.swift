import FileSystem

extension Flash {
    /// The files that SQLite keeps next to a database while it is in use, and that remain after its process was killed.
    static let companions = ["-wal", "-shm", "-journal"]

    static func isCompanion(_ entry: FolderEntry) -> Bool {
        companions.contains { suffix in entry.bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) }
    }

    /// What exists of a database.
    enum DatabaseStanding: Hashable {
        /// A file of this many bytes; -1 if changes next to it may still complete it.
        case file(size: Int64)
        /// An empty file.
        case empty
        /// Changes of a database that does not exist itself.
        case missing
        case nothing
    }

    /// The path of a file for a library that opens the file itself; creates its folder.
    ///
    /// - throws: `.badName`, `.notAFile` if the name is taken by something else, `.system`.
    func pathOfFile(_ name: String, _ tag: FlashTag) throws(FlashError) -> String {
        _ = try entry(name, tag)
        try makePrivate(name, tag)
        return try inFolder(tag, creating: true) { folder in Paths.join(folder.path, name) }
    }

    /// Restricts a database, its older versions and their companion files to the owner: they contain keys. The folder
    /// of its tag belongs to the module and is restricted too; that of the flash stays as its user created it.
    ///
    /// - throws: `.system`.
    func makePrivate(_ name: String, _ tag: FlashTag) throws(FlashError) {
        try inFolder(tag, creating: true) { folder in folder.makePrivate { $0.hasPrefix(name) } }
    }

    /// What exists under a name.
    ///
    /// - throws: `.badName`, `.notAFile`, `.system`.
    func standing(of name: String, _ tag: FlashTag) throws(FlashError) -> DatabaseStanding {
        let found = try entry(name, tag)
        return try inFolder(tag, creating: true) { folder throws(FileSystemError) in
            var rest: [FolderEntry] = []
            for suffix in Self.companions { if let entry = try folder.entry(name + suffix) { rest.append(entry) } }
            let hasChanges = rest.contains { $0.size > 0 && $0.name?.hasSuffix("-shm") == false }
            if let found { return found.size == 0 ? .empty : .file(size: hasChanges ? -1 : found.size) }
            if hasChanges { return .missing }
            // They would be mistaken for those of a new database.
            for entry in rest.compactMap(\.name) { try folder.remove(entry) }
            return .nothing
        }
    }

    /// Removes a database with its companion files; it is not an error if there is none.
    ///
    /// - throws: `.system`.
    func removeDatabase(_ name: String, _ tag: FlashTag) throws(FlashError) {
        try inFolder(tag, creating: true) { folder throws(FileSystemError) in
            for name in [name] + Self.companions.map({ name + $0 }) where try folder.entry(name) != nil {
                try folder.remove(name)
            }
        }
    }

    /// Removes what SQLite left beside a database that is not open and complete by itself.
    ///
    /// - throws: `.system`.
    func removeCompanions(of name: String, _ tag: FlashTag) throws(FlashError) {
        try inFolder(tag) { folder throws(FileSystemError) in
            for suffix in Self.companions where try folder.entry(name + suffix) != nil {
                try folder.remove(name + suffix)
            }
        }
    }

    /// Renames a database that is not open.
    ///
    /// - throws: `.system`.
    func renameDatabase(_ name: String, to other: String, _ tag: FlashTag) throws(FlashError) {
        try inFolder(tag) { folder throws(FileSystemError) in try folder.rename(name, to: other) }
    }

    /// Renames an unusable database, with its companion files, to `NAME.damaged-1`.
    ///
    /// - Returns: the new name; after 99 of them the last one is reused.
    /// - throws: `.system`.
    func setAside(_ name: String, _ tag: FlashTag) throws(FlashError) -> String {
        try inFolder(tag) { folder throws(FileSystemError) in
            var number = 1
            while number < 99, try isTaken("\(name).damaged-\(number)", folder) { number += 1 }
            let other = "\(name).damaged-\(number)"
            for suffix in [""] + Self.companions where try folder.entry(name + suffix) != nil {
                try folder.rename(name + suffix, to: other + suffix)
            }
            return other
        }
    }
}

extension Flash {
    /// Whether a database or what belongs to one has a name.
    private func isTaken(_ name: String, _ folder: borrowing Folder) throws(FileSystemError) -> Bool {
        for suffix in [""] + Self.companions { if try folder.entry(name + suffix) != nil { return true } }
        return false
    }
}

/// Why the flash could not do what was asked.
package struct FlashError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of reason.
    package enum Code: Hashable, Sendable {
        /// `+CME ERROR: FILE NOT FOUND`.
        case fileNotFound
        /// The name contains forbidden characters, is too long or empty.
        case badName
        /// The name belongs to a folder, a link or a device.
        case notAFile
        /// `+CME ERROR: NOT ENOUGH FREE SPACE`.
        case noSpace
        /// The file system already holds its maximum number of files.
        case tooManyFiles
        /// `+CME ERROR: FFS file range`: the offset is past the end.
        case outOfRange
        /// Another process is using the folder.
        case inUse
        /// The underlying disk failed.
        case system
    }

    /// The kind of failure.
    package var code: Code
    /// The reason, for people.
    package var message: String

    /// A failure with its reason.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: FileSystemError) { self.init(.system, error.description) }

    /// The reason, for people.
    package var description: String { message }
}
