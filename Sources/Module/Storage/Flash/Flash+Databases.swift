import FileSystem

extension Flash {
    /// What SQLite keeps next to a database while it is in use, and after its process was killed.
    static let companions = ["-wal", "-shm", "-journal"]

    static func isCompanion(_ entry: FolderEntry) -> Bool {
        companions.contains { suffix in entry.bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) }
    }

    /// What there is of a database.
    enum DatabaseStanding: Hashable {
        /// A file of so many bytes; -1 where changes next to it may still complete it.
        case file(size: Int64)
        /// A file without a byte.
        case empty
        /// Changes of a database that is not there itself.
        case missing
        case nothing
    }

    /// The path of a file for a library that opens it itself, with its folder made.
    ///
    /// - throws: `.badName`, `.notAFile` if something else stands there, `.system`.
    func pathOfFile(_ name: String, _ tag: FlashTag) throws(FlashError) -> String {
        _ = try entry(name, tag)
        try makePrivate(name, tag)
        return try inFolder(tag, creating: true) { folder in Paths.join(folder.path, name) }
    }

    /// Keeps everybody but the owner from a database, from its older versions and from what belongs to them: they hold
    /// keys. The folder of its tag is the module's own and is closed too; that of the flash stays as its user made it.
    ///
    /// - throws: `.system`.
    func makePrivate(_ name: String, _ tag: FlashTag) throws(FlashError) {
        try inFolder(tag, creating: true) { folder in folder.makePrivate { $0.hasPrefix(name) } }
    }

    /// What stands under a name.
    ///
    /// - throws: `.badName`, `.notAFile`, `.system`.
    func standing(of name: String, _ tag: FlashTag) throws(FlashError) -> DatabaseStanding {
        let found = try entry(name, tag)
        return try inFolder(tag, creating: true) { folder throws(FileSystemError) in
            let rest = Self.companions.compactMap { folder.entry(name + $0) }
            let hasChanges = rest.contains { $0.size > 0 && $0.name?.hasSuffix("-shm") == false }
            if let found { return found.size == 0 ? .empty : .file(size: hasChanges ? -1 : found.size) }
            if hasChanges { return .missing }
            // They would be taken for those of a new database.
            for entry in rest.compactMap(\.name) { try folder.remove(entry) }
            return .nothing
        }
    }

    /// Removes a database with what belongs to it; that there is none is not an error.
    ///
    /// - throws: `.system`.
    func removeDatabase(_ name: String, _ tag: FlashTag) throws(FlashError) {
        try inFolder(tag, creating: true) { folder throws(FileSystemError) in
            for name in [name] + Self.companions.map({ name + $0 }) where folder.entry(name) != nil {
                try folder.remove(name)
            }
        }
    }

    /// Gives a database that nobody has open another name.
    ///
    /// - throws: `.system`.
    func renameDatabase(_ name: String, to other: String, _ tag: FlashTag) throws(FlashError) {
        try inFolder(tag) { folder throws(FileSystemError) in try folder.rename(name, to: other) }
    }

    /// Gives a database that cannot be used another name, `NAME.damaged-1`, with what belongs to it.
    ///
    /// - Returns: the new name; after 99 of them the last one is taken again.
    /// - throws: `.system`.
    func setAside(_ name: String, _ tag: FlashTag) throws(FlashError) -> String {
        try inFolder(tag) { folder throws(FileSystemError) in
            let number =
                (1..<99).first { number in
                    !([""] + Self.companions).contains { folder.entry("\(name).damaged-\(number)\($0)") != nil }
                } ?? 99
            let other = "\(name).damaged-\(number)"
            for suffix in [""] + Self.companions where folder.entry(name + suffix) != nil {
                try folder.rename(name + suffix, to: other + suffix)
            }
            return other
        }
    }
}

/// Why the flash did not do what was asked.
package struct FlashError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of reason it is.
    package enum Code: Hashable, Sendable {
        /// `+CME ERROR: FILE NOT FOUND`.
        case fileNotFound
        /// The name has characters that it must not have, is too long or empty.
        case badName
        /// What stands under the name is a folder, a link or a device.
        case notAFile
        /// `+CME ERROR: NOT ENOUGH FREE SPACE`.
        case noSpace
        /// There are as many files as the file system takes.
        case tooManyFiles
        /// `+CME ERROR: FFS file range`: the offset is behind the end.
        case outOfRange
        /// Another process uses the folder.
        case inUse
        /// The disk below failed.
        case system
    }

    /// The kind of failure.
    package var code: Code
    /// The reason, in words.
    package var message: String

    /// A failure with its reason.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: FileSystemError) { self.init(.system, error.description) }

    /// The reason, in words.
    package var description: String { message }
}
