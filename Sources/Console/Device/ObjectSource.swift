import EmbeddedFiles
import FileSystem
import LwM2M
import Modem

/// A file that an Object comes from: in a folder, or carried inside the program.
struct ObjectSource {
    /// The path to read; nil for a file inside the program.
    var path: String?
    /// Without folders.
    var fileName: String
    /// The last text that could be loaded; nil where none could.
    var text: [UInt8]?
    /// The Object that the text makes, where it is served.
    var object: ObjectID?
    /// Whether it came by `load` instead of with the folder.
    var isSingle = false
    /// The file when it was last read.
    var stamp: FileStatus?
    /// The Resources that the product has of it; nil for all that the file has.
    var offered: Set<ResourceID>?

    /// The most bytes that a file of an Object may have.
    static let limit = 4 << 20

    /// The text as it is now.
    ///
    /// - throws: what the system says.
    func read() throws(FileSystemError) -> [UInt8] {
        guard let path else { return EmbeddedFiles.bytes(of: "objects/" + fileName) ?? [] }
        return try Files.read(path, limit: Self.limit)
    }

    /// Whether a file of that name holds an Object.
    static func isObject(_ name: String) -> Bool {
        name.hasPrefix("object_") && name.hasSuffix(".lua") && !name.hasSuffix("_test.lua")
            && !name.hasSuffix("_spec.lua")
    }

    /// The built-in Objects, in the order in which a product loads them.
    ///
    /// - Parameter profile: where an operator profile is named, only what the product has under it, each Object with the
    ///   Resources that it has there; else all there are, which is handier at a desk.
    static func builtIn(for product: Product, under profile: Int?) -> [ObjectSource] {
        guard let profile else {
            return product.loadOrder(of: BuiltInObject.all.map(\.fileName)).map {
                ObjectSource(path: nil, fileName: $0)
            }
        }
        var resources: [String: Set<ResourceID>] = [:]
        for object in product.objects(under: profile) {
            guard let file = BuiltInObject.numbered(object.id)?.fileName else { continue }
            resources[file] = Set(object.resources.map(\.id))
        }
        return product.loadOrder(of: Array(resources.keys)).map {
            ObjectSource(path: nil, fileName: $0, offered: resources[$0])
        }
    }

    /// The Objects of a folder, sorted by name.
    ///
    /// - throws: what the system says.
    static func folder(_ path: String) throws(FileSystemError) -> [ObjectSource] {
        try Files.list(path).filter(isObject).map { ObjectSource(path: Paths.join(path, $0), fileName: $0) }
    }
}
