import EmbeddedFiles
package import LwM2M
import ObjectHost
import Products

/// What the server knows about Objects: the types of their Resources, which it needs to write and show values.
package final class ServerDefinitions {
    private var known: [ObjectID: ObjectDefinition] = [:]
    private var missing: Set<ObjectID> = []

    /// - Parameter definitions: those of Objects in addition to, or instead of, those contained in the program.
    package init(_ definitions: [ObjectDefinition]) {
        for definition in definitions { known[definition.id] = definition }
    }

    /// The definition of an Object; nil if it is unknown.
    package subscript(id: ObjectID) -> ObjectDefinition? {
        if let definition = known[id] { return definition }
        guard !missing.contains(id), let definition = Self.builtIn(id) else {
            missing.insert(id)
            return nil
        }
        known[id] = definition
        return definition
    }

    /// The definition of the Object to which a path belongs.
    subscript(path: Path) -> ObjectDefinition? { path.object.flatMap { self[$0] } }

    private static func builtIn(_ id: ObjectID) -> ObjectDefinition? {
        guard let object = BuiltInObject.all.first(where: { $0.id == id }),
            let script = EmbeddedFiles.bytes(of: "objects/\(object.name).lua"),
            let host = try? ObjectHost(
                bindings: ScriptBindings(product: "a module", urcForm: .either, hasPulse: true))
        else { return nil }
        return try? host.load(script, fileName: object.name + ".lua").definition
    }
}
