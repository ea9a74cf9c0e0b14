import Lua
import LwM2M
import ObjectGenerator
import ObjectHost

/// A host with Objects that the generator wrote for the definitions of a vector, and with their values set.
final class FixtureDevice {
    let host: ObjectHost

    /// - Parameter definitions: in the order in which their files are loaded.
    init(_ definitions: [ObjectDefinition]) throws {
        host = try ObjectHost(
            bindings: ScriptBindings(product: "the module", urcForm: .either, hasPulse: true), clock: VirtualClock())
        for definition in definitions {
            let name = "object_fixture_\(definition.id)"
            try host.load(Script.emit(definition, name: name), fileName: "\(name).lua")
        }
    }

    /// Makes an Object Instance in which exactly these Resources hold something, beside the executable ones.
    func make(_ path: Path, _ resources: [Resource]) throws {
        guard let object = path.object, let definition = host.definition(of: object) else {
            throw VectorFault("there is no Object for \(path)")
        }
        try host.create(path, with: [], from: .host)
        for resource in definition.resources where !resource.operations.contains(.execute) {
            let given = resources.first { $0.id == resource.id }
            let content = given?.content ?? .single(nil)
            try host.write(
                [Resource(id: resource.id, content: content)], to: path.appending(resource.id), mode: .replace,
                from: .host)
        }
    }

    /// Lets the Objects load what they hold with the Resource Instances by ascending id.
    ///
    /// The order of a payload is that in which the script's table is walked, and a table that was filled bit by bit is
    /// walked otherwise than one that was loaded. The vectors write the order of the latter.
    func reload() throws {
        for id in host.objectIDs {
            var saved = SavedState()
            try saved.save(id, of: host)
            saved.set(id, fields: (saved.fields(of: id) ?? []).map(Self.sorted))
            try saved.restore(id, in: host)
        }
    }

    /// A field whose table of values is sorted by id.
    private static func sorted(_ field: LuaField) -> LuaField {
        guard case .table(let fields) = field.value else { return field }
        let inner = fields.map(sorted)
        guard field.key == .text("Value") else { return LuaField(key: field.key, value: .table(inner)) }
        return LuaField(
            key: field.key, value: .table(inner.sorted { ($0.key.integer ?? 0) < ($1.key.integer ?? 0) }))
    }

    /// The values of a fixture: one, or one for each Resource Instance.
    static func resource(_ definition: ResourceDefinition, _ field: VectorField) throws -> Resource {
        guard definition.isMultiple else {
            return Resource(id: definition.id, value: try Values.value(field, as: definition.type))
        }
        let instances = try Values.byID(field).map {
            ResourceInstance(id: $0.id, value: try Values.value($0.value, as: definition.type))
        }
        return Resource(id: definition.id, content: .multiple(instances))
    }

    /// Everything that is instantiated, as text by path; an empty multiple Resource is `{}`.
    var state: [Path: String] {
        var state: [Path: String] = [:]
        for object in host.objectIDs {
            for id in host.instances(of: object) {
                let place = Path(object, id)
                state[place] = "an instance"
                guard let node = try? host.read(place, from: .host), case .instance(let instance) = node else {
                    continue
                }
                for resource in instance.resources {
                    if resource.content == .multiple([]) { state[place.appending(resource.id)] = "{}" }
                }
                for value in LocatedNode(node, at: place).values { state[value.path] = "\(value.value)" }
            }
        }
        return state
    }
}
