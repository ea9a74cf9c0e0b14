import EmbeddedFiles
public import FileSystem
public import LwM2M
import ObjectHost
import Products

/// A file that an Object comes from.
public struct ObjectSource {
    /// Where a file is.
    public enum Place: Hashable, Sendable {
        /// Inside the program.
        case builtIn
        /// In the flash, under the tag XLWM2M.
        case flash
        /// Anywhere on the disk, under this path.
        case file(String)
    }

    public var place: Place
    /// Without folders.
    public var fileName: String
    /// The Resources that the product has of it; nil for all that the file has.
    public var offered: Set<ResourceID>?
    /// Those of them that the client needs and the tables do not have: the host does not see them.
    var unshown: Set<ResourceID> = []
    /// The Object that the text makes, where it is served.
    public internal(set) var object: ObjectID?
    /// The text that was loaded; nil where none could be.
    var text: [UInt8]?
    /// The file when it was last read.
    public internal(set) var stamp: FileStatus?

    init(_ place: Place, _ fileName: String, offered: Set<ResourceID>? = nil) {
        self.place = place
        self.fileName = fileName
        self.offered = offered
    }

    /// The path of a file that is outside of the module; nil for all others.
    public var path: String? { if case .file(let path) = place { path } else { nil } }

    /// Whether the client does not start without it.
    var isRequired: Bool { path == nil }

    /// The most bytes that a file of an Object may have.
    static let limit = 4 << 20

    /// Whether a file of a folder holds an Object: `object_*.lua`, and where it has a name that tests have too, its text
    /// tells.
    private static func isObject(_ name: String, in folder: String) -> Bool {
        guard name.hasPrefix("object_"), name.hasSuffix(".lua") else { return false }
        guard ObjectText.isNameOfTest(name) else { return true }
        guard let text = try? Files.read(Paths.join(folder, name), limit: limit) else { return false }
        return ObjectText(text).isObject
    }

    /// The names of the Objects in a folder, sorted.
    ///
    /// - throws: what the system says.
    public static func names(in folder: String) throws(FileSystemError) -> [String] {
        try Files.listReadable(folder).filter { isObject($0, in: folder) }
    }

    /// Whether the module loads a file of the flash: all of Lua with the tag XLWM2M but what it brings itself.
    ///
    /// - Source: object contract §1; at-commands.md §5.3.
    static func isLoaded(_ name: String) -> Bool {
        name.hasSuffix(".lua") && !RuntimeModules.fileNames.contains(name)
    }

    /// The text of a built-in Object; nil for a name that is none.
    static func builtIn(_ fileName: String) -> [UInt8]? { EmbeddedFiles.bytes(of: "objects/" + fileName) }

    /// The Objects of a folder, sorted by name; of a file that one.
    ///
    /// - throws: what the system says.
    static func folder(_ path: String) throws(FileSystemError) -> [ObjectSource] {
        if Files.status(path)?.kind == .file { return [ObjectSource(.file(path), Paths.name(of: path))] }
        return try names(in: path).map { ObjectSource(.file(Paths.join(path, $0)), $0) }
    }
}

extension ObjectSource {
    /// The built-in Objects of a product under a profile, each with the Resources that it has there, in the order in
    /// which the module loads them.
    static func builtIn(for product: Product, under profile: Int) -> [ObjectSource] {
        var resources: [String: Set<ResourceID>] = [:]
        var unshown: [String: Set<ResourceID>] = [:]
        for object in product.objects(under: profile) {
            guard let file = BuiltInObject.numbered(object.id)?.fileName else { continue }
            let listed = Set(object.resources.map(\.id))
            let needed = FactoryAssumptions.needed[object.id] ?? []
            resources[file] = listed.union(needed)
            unshown[file] = needed.subtracting(listed)
        }
        return product.loadOrder(of: Array(resources.keys)).map {
            var source = ObjectSource(.builtIn, $0, offered: resources[$0])
            source.unshown = unshown[$0] ?? []
            return source
        }
    }

    /// All built-in Objects with all their Resources, in the order in which a product would load them.
    static func allBuiltIn(for product: Product) -> [ObjectSource] {
        product.loadOrder(of: BuiltInObject.all.map(\.fileName)).map { ObjectSource(.builtIn, $0) }
    }
}

/// What has to stay so that the values of instances still mean something.
enum Shape {
    /// Why values of one definition do not fit the other; nil where id, Resources, types and multiplicity are the same.
    static func difference(_ old: ObjectDefinition, _ new: ObjectDefinition) -> String? {
        if old.id != new.id { return "the Object id was \(old.id) and is \(new.id)" }
        if old.isMultiple != new.isMultiple {
            return "the Object was \(word(old.isMultiple)) and is \(word(new.isMultiple))"
        }
        for resource in old.resources.sorted(by: { $0.id < $1.id }) {
            guard let now = new[resource.id] else { return "resource \(resource.id) is gone" }
            if now.type != resource.type {
                return
                    "resource \(resource.id) was of type '\(resource.type.rawValue)' and is of '\(now.type.rawValue)'"
            }
            if now.isMultiple != resource.isMultiple {
                return "resource \(resource.id) was \(word(resource.isMultiple)) and is \(word(now.isMultiple))"
            }
        }
        let added = new.resources.filter { old[$0.id] == nil }.map(\.id).min()
        return added.map { "resource \($0) is new" }
    }

    private static func word(_ isMultiple: Bool) -> String { isMultiple ? "multiple" : "single" }
}
