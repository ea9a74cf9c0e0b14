import EmbeddedFiles
package import FileSystem
package import LwM2M
import ObjectHost
import Products
import Storage

/// A file that an Object comes from.
package struct ObjectSource {
    /// Where a file is.
    package enum Place: Hashable, Sendable {
        /// Inside the program.
        case builtIn
        /// In the flash, under the tag XLWM2M.
        case flash
        /// Anywhere on disk, under this path.
        case file(String)
    }

    /// Where the file is.
    package var place: Place
    /// Without folders.
    package var fileName: String
    /// The file's Resources that the product has; nil if it has all of them.
    package var offered: Set<ResourceID>?
    /// Those of them that the client needs but the tables do not list: the host does not see them.
    var unshown: Set<ResourceID> = []
    /// The Object that the text defines, if it is served.
    package internal(set) var object: ObjectID?
    /// The text that was loaded; nil if it could not be loaded.
    var text: [UInt8]?
    /// The status of the file when it was last read.
    package internal(set) var stamp: FileStatus?

    init(_ place: Place, _ fileName: String, offered: Set<ResourceID>? = nil) {
        self.place = place
        self.fileName = fileName
        self.offered = offered
    }

    /// The path of a file outside the module; nil for all others.
    package var path: String? { if case .file(let path) = place { path } else { nil } }

    /// Whether the client does not start without it.
    var isRequired: Bool { path == nil }

    /// The maximum size of an Object file, in bytes.
    static let limit = 4 << 20

    /// Whether a file in a folder contains an Object: `object_*.lua`; for a name that a test could also have, the text
    /// decides.
    private static func isObject(_ name: String, in folder: String) -> Bool {
        guard name.hasPrefix("object_"), name.hasSuffix(".lua") else { return false }
        guard ObjectText.isNameOfTest(name) else { return true }
        guard let text = try? Files.read(Paths.join(folder, name), limit: limit) else { return false }
        return ObjectText(text).isObject
    }

    /// The names of the Objects in a folder, sorted.
    ///
    /// - throws: the error of the system.
    package static func names(in folder: String) throws(FileSystemError) -> [String] {
        try Files.listReadable(folder).filter { isObject($0, in: folder) }
    }

    /// Whether the module loads a file of the flash: every Lua file with the tag XLWM2M except those that the module
    /// provides itself.
    ///
    /// - Source: object contract §1; at-commands.md §5.3.
    static func isLoaded(_ name: String) -> Bool {
        name.hasSuffix(".lua") && !RuntimeModules.fileNames.contains(name)
    }

    /// The text of a built-in Object; nil if the name is not one.
    static func builtIn(_ fileName: String) -> [UInt8]? { EmbeddedFiles.bytes(of: "objects/" + fileName) }

    /// The Objects of a folder, sorted by name; for a file, just that one.
    ///
    /// - throws: the error of the system.
    static func inFolder(_ path: String) throws(FileSystemError) -> [ObjectSource] {
        if Files.status(path)?.kind == .file { return [ObjectSource(.file(path), Paths.name(of: path))] }
        return try names(in: path).map { ObjectSource(.file(Paths.join(path, $0)), $0) }
    }

    /// The text of the file.
    ///
    /// - Parameter flash: the module's flash; nil if it has none.
    /// - throws: why it cannot be read.
    func text(in flash: Flash?) throws -> [UInt8] {
        switch place {
        case .builtIn: Self.builtIn(fileName) ?? []
        case .flash: try flash?.read(fileName, .objects) ?? []
        case .file(let path): try Files.read(path, limit: Self.limit)
        }
    }

    /// The path of the file on this machine; nil if it is inside the program.
    func diskPath(in flash: Flash?) -> String? {
        switch place {
        case .builtIn: nil
        case .flash: (flash?.path).map { Paths.join(Paths.join($0, FlashTag.objects.name), fileName) }
        case .file(let path): path
        }
    }
}
