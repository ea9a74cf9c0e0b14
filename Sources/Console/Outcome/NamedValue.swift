import LwM2M
import Wording

/// One value of a Read with everything known about it: the row of a table, the member of an array.
struct NamedValue {
    var path: Path
    var name: String
    /// Nil where the Object has no value for it.
    var value: ResourceValue?
    var type: DataType
    /// Empty where it is not known.
    var unit: String
    /// Whether this stands for a multiple Resource without instances.
    var isEmptyList = false

    /// The values of an answer, sorted by path.
    static func list(_ path: Path, _ node: Node, _ definition: ObjectDefinition?) -> [NamedValue] {
        switch node {
        case .object(let id, let instances):
            instances.sorted { $0.id < $1.id }.flatMap { list($0, Path(id, $0.id), definition) }
        case .instance(let instance):
            list(instance, path, definition)
        case .resource(let resource):
            list(resource, path, definition, unit: nil)
        case .resourceInstance(let instance):
            [named(path, instance.value, definition?[path.resource ?? 0], unit: nil)]
        }
    }

    /// The value as a person reads it.
    var text: String { isEmptyList ? "{}" : value.map { ValueText.text($0) } ?? "-" }

    private static func list(
        _ instance: ObjectInstance, _ path: Path, _ definition: ObjectDefinition?
    ) -> [NamedValue] {
        let unit = sensorUnit(instance)
        return instance.resources.sorted { $0.id < $1.id }.flatMap { resource in
            list(resource, path.appending(resource.id), definition, unit: unit)
        }
    }

    private static func list(
        _ resource: Resource, _ path: Path, _ definition: ObjectDefinition?, unit: String?
    ) -> [NamedValue] {
        let known = definition?[resource.id]
        switch resource.content {
        case .single(let value): return [named(path, value, known, unit: unit)]
        case .multiple(let instances):
            if instances.isEmpty {
                var row = named(path, nil, known, unit: unit)
                row.isEmptyList = true
                return [row]
            }
            return instances.sorted { $0.id < $1.id }.map { named(path.appending($0.id), $0.value, known, unit: unit) }
        }
    }

    private static func named(
        _ path: Path, _ value: ResourceValue?, _ known: ResourceDefinition?, unit: String?
    ) -> NamedValue {
        let isMeasured = path.resource.map { measured.contains($0) } ?? false
        let words = known.map { $0.units } ?? ""
        return NamedValue(
            path: path, name: known?.name ?? "", value: value, type: known?.type ?? value?.type ?? .none,
            unit: words.isEmpty && isMeasured ? unit ?? "" : words)
    }

    // The sensor Objects say the unit of their values in a Resource of their own, Sensor Units.
    // Source: OMA registry of reusable resources, 5601-5604, 5700, 5701.
    private static let measured: Set<ResourceID> = [5601, 5602, 5603, 5604, 5700]

    private static func sensorUnit(_ instance: ObjectInstance) -> String? {
        instance.text(5701).map { Printable.escaped($0) }
    }
}
