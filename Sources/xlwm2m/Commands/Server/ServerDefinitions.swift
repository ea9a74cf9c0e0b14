import EmbeddedFiles
import FileSystem
import LwM2M
import Modem
import ObjectHost

/// What the server knows of Objects: the types of their Resources, which it needs to write and show values.
final class ServerDefinitions {
    private var known: [ObjectID: ObjectDefinition] = [:]
    private var missing: Set<ObjectID> = []

    /// The Objects of files and folders, besides those that the program carries.
    ///
    /// - throws: for a file that defines no Object, and one that cannot be read.
    init(_ paths: [String]) throws {
        for path in paths {
            for file in try Self.files(path) {
                for object in try InspectedObject.read(file) { known[object.definition.id] = object.definition }
            }
        }
    }

    /// The definition of an Object; nil for one that is known nowhere.
    subscript(id: ObjectID) -> ObjectDefinition? {
        if let definition = known[id] { return definition }
        guard !missing.contains(id), let definition = Self.builtIn(id) else {
            missing.insert(id)
            return nil
        }
        known[id] = definition
        return definition
    }

    private static func files(_ path: String) throws -> [String] {
        guard Files.status(path)?.kind == .directory else { return [path] }
        return try Files.list(path).filter { name in
            name.hasSuffix(".xml") || (name.hasPrefix("object_") && name.hasSuffix(".lua"))
        }.map { Paths.join(path, $0) }
    }

    private static func builtIn(_ id: ObjectID) -> ObjectDefinition? {
        guard let object = BuiltInObject.all.first(where: { $0.id == id }),
            let script = EmbeddedFiles.bytes(of: "objects/\(object.name).lua"),
            let host = try? ObjectHost(
                bindings: ScriptBindings(product: "a module", urcForm: .either, hasPulse: true))
        else { return nil }
        return try? host.load(script, fileName: object.name + ".lua").definition
    }
}
