import FileSystem

extension Flash {
    /// What SQLite keeps beside a database while it is in use, and after its process was killed.
    static let companions = ["-wal", "-shm", "-journal"]

    static func isCompanion(_ entry: FolderEntry) -> Bool {
        companions.contains { suffix in entry.bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) }
    }

    /// The path of a file for a library that opens it itself, with its folder made.
    ///
    /// - throws: `.badName`, `.notAFile` where something else stands there, `.system`.
    func pathOfFile(_ name: String, _ tag: FlashTag) throws(FlashError) -> String {
        _ = try entry(name, tag)
        return try inFolder(tag, creating: true) { folder in Paths.join(folder.path, name) }
    }

    /// Gives a database that cannot be used another name, `NAME.damaged-1`, with what belongs to it.
    ///
    /// - Returns: the new name; after 99 of them the last one is taken again.
    /// - throws: `.system`.
    func setAside(_ name: String, _ tag: FlashTag) throws(FlashError) -> String {
        try inFolder(tag) { folder throws(FileSystemError) in
            let number = (1..<99).first { folder.entry("\(name).damaged-\($0)") == nil } ?? 99
            let other = "\(name).damaged-\(number)"
            try folder.rename(name, to: other)
            for suffix in Self.companions where folder.entry(name + suffix) != nil {
                try folder.rename(name + suffix, to: other + suffix)
            }
            return other
        }
    }
}
