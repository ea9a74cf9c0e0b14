package import Emulator
package import LwM2M
package import LwM2MClient
package import Products
import Wording

/// The result of one command, before it becomes text or JSON.
package enum ConsoleOutcome {
    /// What was read; it includes keys only if they are to be shown.
    case content(Path, Node, ObjectDefinition?, showsKeys: Bool)
    /// 2.04, 2.01 or 2.02, with the path concerned.
    case done(ResponseCode, Path)
    /// In the module's order.
    case discovered([DiscoveredPath])
    case objects([ObjectSummary])
    case object(ObjectSummary)
    /// Paths within one Object Instance, sorted.
    case paths([Path], ObjectDefinition)
    case loads([LoadReport])
    /// The requester, and the servers that have accounts if it is not one of them.
    case requester(Requester, accounts: [ShortServerID])
    /// In the order of the accounts.
    case servers([ServerReport])
    /// Why something is the way it is, one line per reason.
    case explanation([String])
    /// All products, and the current one.
    case products([Product], current: Product)
    case profile(MNOProfile, Product)
    case set(ModuleSetting)
    /// nil if there is no card.
    case sim(SIMCard?)
    /// The state of the module, for people.
    case module(String)
    /// With the number of free bytes; nil without a flash.
    case files([ModuleFile], free: Int?)
    /// The events of a module that the console shows, oldest first.
    case events([ModuleEvent], of: Product)
    case help([Verb])
    case quit
    case refused(LwM2MError)
    case malformed(ConsoleError)

    /// Whether the command was refused or malformed, so that a script's run ends with 1.
    package var isFailure: Bool {
        switch self {
        case .refused, .malformed: true
        case .loads(let reports): reports.contains { $0.isFailure }
        default: false
        }
    }
}

/// An Object as the console lists it.
package struct ObjectSummary: Hashable, Sendable {
    package var definition: ObjectDefinition
    /// The file it came from.
    package var fileName: String
    /// Sorted.
    package var instances: [ObjectInstanceID]

    package init(definition: ObjectDefinition, fileName: String, instances: [ObjectInstanceID]) {
        self.definition = definition
        self.fileName = fileName
        self.instances = instances
    }
}

/// One value of a Read with everything known about it: a row of a table, or a member of an array.
struct NamedValue {
    var path: Path
    var name: String
    /// Nil if the Object has no value for it.
    var value: ResourceValue?
    var type: DataType
    /// Empty if it is unknown.
    var unit: String
    /// Whether this represents a multiple Resource without instances.
    var isEmptyList = false
    /// What is shown in place of a key.
    var hidden: String?

    /// The values of an answer, sorted by path; the keys of Object 0 are hidden unless they are to be shown.
    static func list(
        _ path: Path, _ node: Node, _ definition: ObjectDefinition?, showsKeys: Bool
    ) -> [NamedValue] {
        let values = list(path, node, definition)
        return showsKeys ? values : values.map(\.withoutKey)
    }

    private var withoutKey: NamedValue {
        guard SecurityKeys.isKey(path), let value, let words = SecurityKeys.words(for: value) else { return self }
        var hidden = self
        hidden.value = nil
        hidden.hidden = words
        return hidden
    }

    private static func list(_ path: Path, _ node: Node, _ definition: ObjectDefinition?) -> [NamedValue] {
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

    /// The value in readable form.
    var text: String { hidden ?? (isEmptyList ? "{}" : value.map { ValueText.text($0) } ?? "-") }

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

    // The sensor Objects give the unit of their values in a Resource of their own, Sensor Units.
    // Source: OMA registry of reusable resources, 5601-5604, 5700, 5701.
    private static let measured: Set<ResourceID> = [
        SensorResource.minMeasuredValue, SensorResource.maxMeasuredValue, SensorResource.minRangeValue,
        SensorResource.maxRangeValue, SensorResource.sensorValue,
    ]

    private static func sensorUnit(_ instance: ObjectInstance) -> String? {
        instance.text(SensorResource.sensorUnits).map { Printable.escaped($0) }
    }
}
