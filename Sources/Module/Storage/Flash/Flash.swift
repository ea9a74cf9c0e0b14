import FileSystem
package import Products

/// The module's file system: a folder on disk that contains one folder for each tag.
///
/// What a user puts into these folders with other programs is available at once. No name leads out of them: names are
/// checked, and links are not followed. A file is written completely or not at all, whatever happens in the meantime.
///
/// - Source: UBX-17003787 R13 chapter 16, UBX-18068860 R09 §4.2.
package final class Flash {
    /// The maximum number of files (UBX-17003787 R13 §16.8, "about").
    package static let mostFiles = 1100

    /// The folder on this machine.
    package let path: String
    /// How many files and bytes it can hold.
    package let limits: ProductLimits
    /// The total number of bytes that the files of all tags except the client's may occupy. The free space of a new
    /// module is given with its database in place, so the database is not counted.
    package var capacity: Int

    private let root: Folder
    private static let temporaryName = ".writing"

    /// Opens the flash of a module, or creates a new one, and locks it for this process.
    ///
    /// - throws: `.inUse` if another process has locked it, `.system` if the folder cannot be used.
    package init(_ path: String, limits: ProductLimits = ProductLimits()) throws(FlashError) {
        self.path = path
        self.limits = limits
        capacity = limits.fileSystemSize
        do throws(FileSystemError) {
            try Files.makeDirectory(path)
            root = try Folder(path)
        } catch {
            throw FlashError(error)
        }
        guard root.lock() else {
            throw FlashError(.inUse, "the flash \(path) is used by another run: end that one or name another folder")
        }
        // Left by a process that was killed while writing.
        if (try? root.entry(Self.temporaryName)) != nil { try? root.remove(Self.temporaryName) }
    }

    deinit { root.unlock() }

    // MARK: - Looking

    /// The files of a tag, and anything among them that is not a file of the module.
    ///
    /// - throws: `.system`.
    package func list(_ tag: FlashTag) throws(FlashError) -> FlashListing {
        var listing = FlashListing()
        guard let entry = try inRoot(tag.name) else { return listing }
        guard entry.kind == .directory else {
            listing.findings.append("\(tag): is \(Self.word(entry.kind)), not a folder; it is not looked into")
            return listing
        }
        for entry in try entries(of: tag) {
            // File managers leave such files; they need not be reported. The same goes for the companion files of a
            // database.
            if entry.bytes.first == 46 || (tag == .client && Self.isCompanion(entry)) { continue }
            let place = "\(tag)/\(FlashName.printable(entry.bytes))"
            if let problem = FlashName.problem(entry.bytes, limits) {
                listing.findings.append("\(place): is not seen: the name \(problem)")
            } else if entry.kind != .file {
                listing.findings.append("\(place): is not seen: it is \(Self.word(entry.kind)), not a file")
            } else if let name = entry.name {
                listing.files.append(FlashFile(name: name, size: Int(entry.size)))
            }
        }
        return listing
    }

    /// Everything in the flash that is neither the folder of a tag nor a file in one, each with the reason.
    ///
    /// - throws: `.system`.
    package func findings() throws(FlashError) -> [String] {
        var findings: [String] = []
        do throws(FileSystemError) {
            for entry in try root.entries() where entry.bytes.first != 46 {
                let name = FlashName.printable(entry.bytes)
                if let tag = entry.name.flatMap({ FlashTag($0) }) {
                    findings += (try? list(tag).findings) ?? ["\(tag): cannot be listed"]
                } else {
                    let tags = FlashTag.all.map(\.name).joined(separator: ", ")
                    findings.append("\(name): is not seen: files belong into the folder of a tag (\(tags))")
                }
            }
        } catch {
            throw FlashError(error)
        }
        return findings
    }

    /// The size of a file in bytes.
    ///
    /// - throws: `.badName`, `.fileNotFound`, `.notAFile`.
    package func size(of name: String, _ tag: FlashTag = .user) throws(FlashError) -> Int {
        Int(try existing(name, tag).size)
    }

    /// The number of bytes that can still be written; 0 if more than fits was put into the folders.
    ///
    /// - throws: `.system`.
    package func freeSpace() throws(FlashError) -> Int { max(0, capacity - (try used().bytes)) }

    // MARK: - Reading

    /// The content of a file.
    ///
    /// - throws: `.badName`, `.fileNotFound`, `.notAFile`, `.noSpace` for a file larger than the flash, `.system`.
    package func read(_ name: String, _ tag: FlashTag = .user) throws(FlashError) -> [UInt8] {
        let size = Int(try existing(name, tag).size)
        guard size <= capacity else {
            throw FlashError(.noSpace, "\(tag)/\(name) has \(size) bytes, more than the flash of \(capacity)")
        }
        return try inFolder(tag) { folder throws(FileSystemError) in try folder.read(name, limit: size) }
    }

    /// A part of a file; fewer bytes than requested at its end.
    ///
    /// - Parameters:
    ///   - offset: bytes from the start of the file.
    ///   - count: the maximum number of bytes to read.
    /// - throws: as for the whole file, and `.outOfRange` for an offset past the end.
    package func readBlock(
        _ name: String, _ tag: FlashTag = .user, offset: Int, count: Int
    ) throws(FlashError) -> [UInt8] {
        let size = Int(try existing(name, tag).size)
        guard offset >= 0, offset <= size, count >= 0 else {
            throw FlashError(.outOfRange, "\(tag)/\(name) has \(size) bytes; offset \(offset) is not in it")
        }
        return try inFolder(tag) { folder throws(FileSystemError) in
            try folder.read(name, from: offset, limit: min(count, capacity))
        }
    }

    // MARK: - Writing

    /// Writes a file, replacing an older one.
    ///
    /// - throws: `.badName`, `.notAFile`, `.noSpace`, `.tooManyFiles`, `.system`; the older file is kept then.
    package func write(_ bytes: [UInt8], to name: String, _ tag: FlashTag = .user) throws(FlashError) {
        let old = try entry(name, tag)
        try checkSpace(for: bytes.count - Int(old?.size ?? 0), isNew: old == nil)
        try store(bytes, name, tag)
    }

    /// Appends to a file, or creates a new one, as `+UDWNFILE` does.
    ///
    /// - throws: as `write`; the file is unchanged then.
    package func append(_ bytes: [UInt8], to name: String, _ tag: FlashTag = .user) throws(FlashError) {
        let old = try entry(name, tag)
        try checkSpace(for: bytes.count, isNew: old == nil)
        try store(old == nil ? bytes : try read(name, tag) + bytes, name, tag)
    }

    /// Removes a file.
    ///
    /// - throws: `.badName`, `.fileNotFound`, `.notAFile`, `.system`.
    package func delete(_ name: String, _ tag: FlashTag = .user) throws(FlashError) {
        _ = try existing(name, tag)
        try inFolder(tag) { folder throws(FileSystemError) in
            try folder.remove(name)
            guard tag == .client else { return }
            for suffix in Self.companions where try folder.entry(name + suffix) != nil {
                try folder.remove(name + suffix)
            }
        }
    }

    /// Removes all files of all tags, as `+UFACTORY=2,0` does; what is not a file of the module stays.
    ///
    /// - throws: `.system`.
    package func deleteAll() throws(FlashError) {
        for tag in FlashTag.all {
            for file in try list(tag).files { try delete(file.name, tag) }
        }
    }

    private func existing(_ name: String, _ tag: FlashTag) throws(FlashError) -> FolderEntry {
        guard let entry = try entry(name, tag) else { throw FlashError(.fileNotFound, "there is no \(tag)/\(name)") }
        return entry
    }

    /// The file with a name; nil if there is none.
    func entry(_ name: String, _ tag: FlashTag) throws(FlashError) -> FolderEntry? {
        let name = try FlashName(name, limits)
        guard try inRoot(tag.name) != nil else { return nil }
        let found = try inFolder(tag) { folder throws(FileSystemError) in try folder.entry(name.text) }
        if let found, found.kind != .file {
            throw FlashError(.notAFile, "\(tag)/\(name) is \(Self.word(found.kind)), not a file")
        }
        return found
    }

    private func inRoot(_ name: String) throws(FlashError) -> FolderEntry? {
        do throws(FileSystemError) { return try root.entry(name) } catch { throw FlashError(error) }
    }

    private func checkSpace(for bytes: Int, isNew: Bool) throws(FlashError) {
        let used = try used()
        if isNew, used.files >= Self.mostFiles {
            throw FlashError(.tooManyFiles, "the flash holds \(used.files) files already: delete some")
        }
        let free = max(0, capacity - used.bytes)
        guard bytes <= free else {
            throw FlashError(.noSpace, "\(bytes) bytes do not fit into the flash: \(free) are free")
        }
    }

    private func used() throws(FlashError) -> (bytes: Int, files: Int) {
        var bytes = 0
        var count = 0
        for tag in FlashTag.all where tag != .client {
            for file in try list(tag).files {
                let sum = bytes.addingReportingOverflow(file.size)
                bytes = sum.overflow ? .max : sum.partialValue
                count += 1
            }
        }
        return (bytes, count)
    }

    private func store(_ bytes: [UInt8], _ name: String, _ tag: FlashTag) throws(FlashError) {
        try inFolder(tag, creating: true) { folder throws(FileSystemError) in
            try root.write(
                bytes, as: Self.temporaryName, movedTo: name, in: folder, mode: tag == .client ? 0o600 : 0o666)
        }
    }

    private func entries(of tag: FlashTag) throws(FlashError) -> [FolderEntry] {
        try inFolder(tag) { folder throws(FileSystemError) in try folder.entries() }
    }

    func inFolder<Result>(
        _ tag: FlashTag, creating: Bool = false, _ body: (borrowing Folder) throws(FileSystemError) -> Result
    ) throws(FlashError) -> Result {
        do throws(FileSystemError) {
            let folder = try root.folder(tag.name, creating: creating, mode: tag == .client ? 0o700 : 0o777)
            return try body(folder)
        } catch {
            throw FlashError(error)
        }
    }

    private static func word(_ kind: FileKind) -> String {
        switch kind {
        case .file: "a file"
        case .directory: "a folder"
        case .link: "a link"
        case .other: "a device or pipe"
        }
    }
}
