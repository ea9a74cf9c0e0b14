import Products
public import Storage

/// The files as the commands of the module see them: those of the flash, and the built-in Objects where the product has
/// them as files.
extension Module {
    /// The files of a tag, sorted by name.
    ///
    /// - throws: `.system`.
    public func files(_ tag: FlashTag) throws(FlashError) -> [ModuleFile] {
        var files: [ModuleFile] = []
        let inFlash = try flash?.list(tag).files ?? []
        if tag == .objects {
            files = builtInFiles.filter { name, _ in !inFlash.contains { $0.name == name } }.map {
                ModuleFile(tag: tag, name: $0, size: $1.count, isBuiltIn: true)
            }
        }
        files += inFlash.map { ModuleFile(tag: tag, name: $0.name, size: $0.size, isBuiltIn: false) }
        return files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The content of a file.
    ///
    /// - throws: as `Flash.read`.
    public func read(_ name: String, _ tag: FlashTag = .user) throws(FlashError) -> [UInt8] {
        if tag == .objects, try !isInFlash(name, tag), let text = builtInFile(name) { return text }
        guard let flash else { throw Self.noFile(name, tag) }
        return try flash.read(name, tag)
    }

    /// Writes behind the end of a file, or a new one, as `+UDWNFILE` does.
    ///
    /// - throws: as `Flash.append`; `.system` without a flash.
    public func append(_ bytes: [UInt8], to name: String, _ tag: FlashTag = .user) throws(FlashError) {
        guard let flash else { throw FlashError(.system, "the module has no flash") }
        if tag == .objects, try !isInFlash(name, tag), let text = builtInFile(name) {
            return try flash.write(text + bytes, to: name, tag)
        }
        try flash.append(bytes, to: name, tag)
    }

    /// Removes a file; object.db goes at once and is made again at the next boot.
    ///
    /// - throws: as `Flash.delete`.
    public func delete(_ name: String, _ tag: FlashTag = .user) throws(FlashError) {
        let isBuiltIn = tag == .objects && builtInFile(name) != nil
        if try isInFlash(name, tag) {
            if tag == .client, name == Store.fileName {
                keeping.clear()
                store = nil
                settings[Key.database] = nil
                isDatabaseDeleted = true
                cycle.databaseRemoved()
            }
            try flash?.delete(name, tag)
        } else if !isBuiltIn {
            throw Self.noFile(name, tag)
        }
        if isBuiltIn { set(Key.deleted, to: (deletedFiles + [name]).joined(separator: " ")) }
    }

    /// What may still be written, in bytes; nil without a flash.
    ///
    /// - throws: `.system`.
    public func freeSpace() throws(FlashError) -> Int? { try flash?.freeSpace() }

    /// The built-in Objects that were deleted where they are files.
    var deletedFiles: [String] { (settings[Key.deleted] ?? "").split(separator: " ").map(String.init) }

    private var builtInFiles: [(String, [UInt8])] {
        guard product.objectsAreFiles, configuration.builtIns != .none else { return [] }
        let sources =
            servesAllBuiltIns
            ? ObjectSource.allBuiltIn(for: product) : ObjectSource.builtIn(for: product, under: profile)
        let deleted = deletedFiles
        return sources.map(\.fileName).filter { !deleted.contains($0) }.compactMap { name in
            ObjectSource.builtIn(name).map { (name, $0) }
        }
    }

    private func builtInFile(_ name: String) -> [UInt8]? { builtInFiles.first { $0.0 == name }?.1 }

    private func isInFlash(_ name: String, _ tag: FlashTag) throws(FlashError) -> Bool {
        guard let flash else { return false }
        do throws(FlashError) {
            _ = try flash.size(of: name, tag)
            return true
        } catch {
            if error.code == .fileNotFound { return false }
            throw error
        }
    }

    private static func noFile(_ name: String, _ tag: FlashTag) -> FlashError {
        FlashError(.fileNotFound, "there is no \(tag)/\(name)")
    }
}

/// A file as the module lists it.
public struct ModuleFile: Hashable, Sendable {
    public var tag: FlashTag
    public var name: String
    /// Bytes.
    public var size: Int
    /// Whether it is part of the module instead of lying in the flash.
    public var isBuiltIn: Bool

    public init(tag: FlashTag, name: String, size: Int, isBuiltIn: Bool) {
        self.tag = tag
        self.name = name
        self.size = size
        self.isBuiltIn = isBuiltIn
    }
}
