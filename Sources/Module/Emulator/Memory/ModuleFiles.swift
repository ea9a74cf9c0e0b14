import Products
package import Storage

/// The files as seen by the module's commands: those of the flash, and the built-in Objects on products where they are
/// files.
package struct ModuleFiles {
    private let configuration: ModuleConfiguration
    private let nvm: NVM
    /// The number of the operator profile.
    private let profile: Int

    init(_ configuration: ModuleConfiguration, _ nvm: NVM, profile: Int) {
        self.configuration = configuration
        self.nvm = nvm
        self.profile = profile
    }

    private var flash: Flash? { configuration.flash }

    /// The built-in Objects that are files and were not deleted, by name.
    private var builtIn: [(name: String, bytes: [UInt8])] {
        guard configuration.product.objectsAreFiles else { return [] }
        let deleted = nvm[.deletedFiles] ?? []
        let names = configuration.builtInSources(under: profile).map(\.fileName).filter { !deleted.contains($0) }
        return names.compactMap { name in ObjectSource.builtIn(name).map { (name, $0) } }
    }

    /// The files with a tag, sorted by name.
    ///
    /// - throws: `.system`.
    package func list(_ tag: FlashTag) throws(FlashError) -> [ModuleFile] {
        var files: [ModuleFile] = []
        let inFlash = try flash?.list(tag).files ?? []
        if tag == .objects {
            files = builtIn.filter { file in !inFlash.contains { $0.name == file.name } }.map {
                ModuleFile(tag: tag, name: $0.name, size: $0.bytes.count, isBuiltIn: true)
            }
        }
        files += inFlash.map { ModuleFile(tag: tag, name: $0.name, size: $0.size, isBuiltIn: false) }
        return files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The content of a file.
    ///
    /// - throws: as `Flash.read`.
    package func read(_ name: String, _ tag: FlashTag = .user) throws(FlashError) -> [UInt8] {
        if tag == .objects, try !isInFlash(name, tag), let bytes = builtInFile(name) { return bytes }
        guard let flash else { throw Self.noFile(name, tag) }
        return try flash.read(name, tag)
    }

    /// Appends to a file, or creates a new one, as `+UDWNFILE` does.
    ///
    /// - throws: as `Flash.append`; `.system` without a flash.
    package func append(_ bytes: [UInt8], to name: String, _ tag: FlashTag = .user) throws(FlashError) {
        guard let flash else { throw FlashError(.system, "the module has no flash") }
        if tag == .objects, try !isInFlash(name, tag), let text = builtInFile(name) {
            return try flash.write(text + bytes, to: name, tag)
        }
        try flash.append(bytes, to: name, tag)
    }

    /// Removes a file other than object.db.
    ///
    /// - throws: as `Flash.delete`.
    func delete(_ name: String, _ tag: FlashTag) throws(FlashError) {
        let isBuiltIn = tag == .objects && builtInFile(name) != nil
        if try isInFlash(name, tag) {
            try flash?.delete(name, tag)
        } else if !isBuiltIn {
            throw Self.noFile(name, tag)
        }
        if isBuiltIn { nvm[.deletedFiles] = (nvm[.deletedFiles] ?? []) + [name] }
    }

    /// The number of bytes that can still be written; nil without a flash.
    ///
    /// - throws: `.system`.
    package func freeSpace() throws(FlashError) -> Int? { try flash?.freeSpace() }

    /// Whether a file is in the flash.
    ///
    /// - throws: `.system`.
    func isInFlash(_ name: String, _ tag: FlashTag) throws(FlashError) -> Bool {
        guard let flash else { return false }
        do throws(FlashError) {
            _ = try flash.size(of: name, tag)
            return true
        } catch {
            if error.code == .fileNotFound { return false }
            throw error
        }
    }

    private func builtInFile(_ name: String) -> [UInt8]? { builtIn.first { $0.name == name }?.bytes }

    private static func noFile(_ name: String, _ tag: FlashTag) -> FlashError {
        FlashError(.fileNotFound, "there is no \(tag)/\(name)")
    }
}

/// A file as the module lists it.
package struct ModuleFile: Hashable, Sendable {
    /// The tag under which it is stored.
    package var tag: FlashTag
    /// The name without the tag.
    package var name: String
    /// Bytes.
    package var size: Int
    /// Whether it is part of the module rather than in the flash.
    package var isBuiltIn: Bool

    /// A file with these values.
    package init(tag: FlashTag, name: String, size: Int, isBuiltIn: Bool) {
        self.tag = tag
        self.name = name
        self.size = size
        self.isBuiltIn = isBuiltIn
    }
}
