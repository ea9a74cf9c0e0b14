import LwM2M

/// Objects 0, 1, 3, 5 and 3300 in a dictionary: the data model of these tests.
final class MemoryModel: DataModel {
    var values: [Path: ResourceContent] = [:]
    var objects: [ObjectID: ObjectDefinition]
    var order: [ObjectID]
    var rows: [ObjectID: [ObjectInstanceID]] = [:]
    var onChange: ((DataModelChange) -> Void)?
    /// What was executed, oldest first.
    private(set) var executed: [String] = []
    /// Runs with an Execute, as a script would.
    var onExecute: ((Path) -> Void)?
    var accessControl = AccessControl()

    init() {
        objects = Dictionary(uniqueKeysWithValues: Self.definitions.map { ($0.id, $0) })
        order = Self.definitions.map(\.id)
    }

    var objectIDs: [ObjectID] { order.filter { objects[$0] != nil } }
    func instances(of id: ObjectID) -> [ObjectInstanceID] { rows[id] ?? [] }
    func definition(of id: ObjectID) -> ObjectDefinition? { objects[id] }

    /// Makes an instance with values, as at the start of a device, without a word to anyone.
    func set(_ object: ObjectID, _ instance: ObjectInstanceID, _ resources: [ResourceID: ResourceValue]) {
        if !instances(of: object).contains(instance) { rows[object, default: []].append(instance) }
        for (id, value) in resources { values[Path(object, instance, id)] = .single(value) }
    }

    func authorize(_ right: AccessRights, at path: Path, from requester: Requester) throws(LwM2MError) {
        let definition = try known(path)
        guard let instance = path.instance else {
            guard case .server(let server) = requester, !accessControl.servers.isEmpty,
                !accessControl.mayCreate(server, object: definition.id)
            else { return }
            throw LwM2MError(.unauthorized, "\(path)")
        }
        try authorize(requester, right, definition.id, instance)
    }

    func read(_ path: Path, from requester: Requester) throws(LwM2MError) -> Node {
        if path.object == 0, requester.isDeviceManagement { throw LwM2MError(.unauthorized, "Object 0") }
        let definition = try known(path)
        guard let instance = path.instance else {
            var found: [ObjectInstance] = []
            for id in instances(of: definition.id) where isAllowed(requester, .read, definition.id, id) {
                found.append(self.instance(definition, id, requester))
            }
            return .object(definition.id, found)
        }
        try authorize(requester, .read, definition.id, instance)
        guard let resource = path.resource else {
            return .instance(self.instance(definition, instance, requester))
        }
        guard let slot = definition[resource] else { throw LwM2MError(.notFound, "\(path)") }
        if requester.isDeviceManagement, !slot.operations.contains(.read) {
            throw LwM2MError(.methodNotAllowed, "\(path)")
        }
        guard let content = values[path] else { throw LwM2MError(.notFound, "\(path)") }
        return .resource(Resource(id: resource, content: content))
    }

    func write(
        _ resources: [Resource], to path: Path, mode: WriteMode, from requester: Requester
    ) throws(LwM2MError) {
        let definition = try known(path)
        guard let instance = path.instance else { throw LwM2MError(.methodNotAllowed, "\(path)") }
        if requester == .bootstrap {
            if !instances(of: definition.id).contains(instance) { rows[definition.id, default: []].append(instance) }
        } else {
            try authorize(requester, .write, definition.id, instance)
        }
        for resource in resources { values[Path(definition.id, instance, resource.id)] = resource.content }
        onChange?(DataModelChange(.written, path, by: requester))
    }

    func execute(_ path: Path, arguments: String, from requester: Requester) throws(LwM2MError) {
        let definition = try known(path)
        guard let instance = path.instance, let resource = path.resource else {
            throw LwM2MError(.methodNotAllowed, "\(path)")
        }
        try authorize(requester, .execute, definition.id, instance)
        guard definition[resource]?.operations.contains(.execute) == true else {
            throw LwM2MError(.methodNotAllowed, "\(path)")
        }
        executed.append("\(path)(\(arguments))")
        onExecute?(path)
        onChange?(DataModelChange(.executed, path, by: requester))
    }

    func create(_ instances: [NewInstance], from requester: Requester) throws(LwM2MError) -> [ObjectInstanceID] {
        var made: [ObjectInstanceID] = []
        for wanted in instances { made.append(try make(wanted, from: requester)) }
        return made
    }

    private func make(_ wanted: NewInstance, from requester: Requester) throws(LwM2MError) -> ObjectInstanceID {
        let path = wanted.path
        let definition = try known(Path(path.object ?? 0))
        let id = path.instance ?? (0...).first { !instances(of: definition.id).contains($0) } ?? 0
        guard !instances(of: definition.id).contains(id) else { throw LwM2MError(.badRequest, "\(path) exists") }
        rows[definition.id, default: []].append(id)
        for resource in wanted.resources { values[Path(definition.id, id, resource.id)] = resource.content }
        onChange?(DataModelChange(.created, Path(definition.id, id), by: requester))
        return id
    }

    func delete(_ path: Path, from requester: Requester) throws(LwM2MError) {
        let definition = try known(path)
        guard let instance = path.instance else { throw LwM2MError(.methodNotAllowed, "\(path)") }
        try authorize(requester, .delete, definition.id, instance)
        rows[definition.id]?.removeAll { $0 == instance }
        values = values.filter { !$0.key.isWithin(path) }
        onChange?(DataModelChange(.deleted, path, by: requester))
    }

    func discover(_ path: Path, from requester: Requester) throws(LwM2MError) -> [DiscoveredPath] {
        let definition = try known(path)
        let instances = path.instance.map { [$0] } ?? instances(of: definition.id)
        return [DiscoveredPath(path: path)]
            + instances.flatMap { instance in
                definition.resources.map { DiscoveredPath(path: Path(definition.id, instance, $0.id)) }
            }
    }

    // MARK: - Checks

    private func known(_ path: Path) throws(LwM2MError) -> ObjectDefinition {
        guard let object = path.object, let definition = objects[object] else {
            throw LwM2MError(.notFound, "\(path)")
        }
        if path.depth > 2, let instance = path.instance, !instances(of: object).contains(instance) {
            throw LwM2MError(.notFound, "\(path)")
        }
        return definition
    }

    private func isAllowed(
        _ requester: Requester, _ right: AccessRights, _ object: ObjectID, _ instance: ObjectInstanceID
    ) -> Bool {
        guard case .server(let server) = requester, object != 2 else { return true }
        if accessControl.servers.isEmpty { return true }
        return accessControl.rights(of: server, object: object, instance: instance).contains(right)
    }

    private func authorize(
        _ requester: Requester, _ right: AccessRights, _ object: ObjectID, _ instance: ObjectInstanceID
    ) throws(LwM2MError) {
        guard instances(of: object).contains(instance) else {
            throw LwM2MError(.notFound, "\(Path(object, instance))")
        }
        guard isAllowed(requester, right, object, instance) else {
            throw LwM2MError(.unauthorized, "\(Path(object, instance))")
        }
    }

    private func instance(
        _ definition: ObjectDefinition, _ id: ObjectInstanceID, _ requester: Requester
    ) -> ObjectInstance {
        let resources = definition.resources.compactMap { slot -> Resource? in
            if requester.isDeviceManagement, !slot.operations.contains(.read) { return nil }
            return values[Path(definition.id, id, slot.id)].map { Resource(id: slot.id, content: $0) }
        }
        return ObjectInstance(id: id, resources: resources)
    }
}

extension MemoryModel {
    private static func resource(
        _ id: ResourceID, _ operations: Operations, _ type: DataType, isMultiple: Bool = false
    ) -> ResourceDefinition {
        ResourceDefinition(id: id, name: "\(id)", operations: operations, isMultiple: isMultiple, type: type)
    }

    static let definitions = [
        ObjectDefinition(
            id: 0, name: "LwM2M Security", isMultiple: true, isMandatory: true,
            resources: [
                resource(0, [], .string), resource(1, [], .boolean), resource(2, [], .integer),
                resource(3, [], .opaque), resource(5, [], .opaque), resource(10, [], .integer),
                resource(11, [], .integer), resource(12, [], .integer),
            ]),
        ObjectDefinition(
            id: 1, name: "LwM2M Server", isMultiple: true, isMandatory: true,
            resources: [
                resource(0, .read, .integer), resource(1, [.read, .write], .integer),
                resource(2, [.read, .write], .integer), resource(3, [.read, .write], .integer),
                resource(4, .execute, .none), resource(5, [.read, .write], .integer),
                resource(6, [.read, .write], .boolean), resource(7, [.read, .write], .string),
                resource(8, .execute, .none), resource(9, .execute, .none),
            ]),
        ObjectDefinition(
            id: 2, name: "LwM2M Access Control", isMultiple: true, isMandatory: false,
            resources: [
                resource(0, .read, .integer), resource(1, .read, .integer),
                resource(2, [.read, .write], .integer, isMultiple: true), resource(3, [.read, .write], .integer),
            ]),
        ObjectDefinition(
            id: 3, name: "Device", isMultiple: false, isMandatory: true,
            resources: [
                resource(0, .read, .string), resource(4, .execute, .none), resource(9, .read, .integer),
                resource(15, [.read, .write], .string),
            ]),
        ObjectDefinition(
            id: 3300, name: "Generic Sensor", isMultiple: true, isMandatory: false,
            resources: [
                resource(5605, .execute, .none), resource(5700, .read, .float), resource(5701, .read, .string),
                resource(5750, [.read, .write], .string),
            ]),
    ]

    /// A device that is to register with server 123 at `coap://127.0.0.1:5683`.
    static func withServer(
        _ id: ShortServerID = 123, lifetime: Int64 = 300, binding: String = "U"
    ) -> MemoryModel {
        let model = MemoryModel()
        model.addServer(id, lifetime: lifetime, binding: binding)
        model.set(3, 0, [0: .string("Someone"), 9: .integer(80), 15: .string("UTC")])
        model.set(3300, 0, [5700: .float(20), 5701: .string("Cel"), 5750: .string("indoors")])
        return model
    }

    /// A device that knows a bootstrap server alone.
    static func withBootstrapServer(holdOff: Int64 = 0, shortServerID: ShortServerID = 100) -> MemoryModel {
        let model = MemoryModel()
        model.set(
            0, 0,
            [
                0: .string("coap://127.0.0.1:5693"), 1: .boolean(true), 2: .integer(3),
                10: .integer(Int64(shortServerID)), 11: .integer(holdOff),
            ])
        model.set(3, 0, [0: .string("Someone"), 9: .integer(80), 15: .string("UTC")])
        return model
    }

    /// Adds an account, in instances whose ids say nothing of each other.
    func addServer(
        _ id: ShortServerID, lifetime: Int64 = 300, binding: String = "U", port: Int = 5683
    ) {
        let security = UInt16(instances(of: 0).count), server = UInt16(instances(of: 1).count + 7)
        set(
            0, security,
            [
                0: .string("coap://127.0.0.1:\(port)"), 1: .boolean(false), 2: .integer(3), 10: .integer(Int64(id)),
            ])
        set(
            1, server,
            [
                0: .integer(Int64(id)), 1: .integer(lifetime), 5: .integer(600), 6: .boolean(true),
                7: .string(binding),
            ])
    }
}
