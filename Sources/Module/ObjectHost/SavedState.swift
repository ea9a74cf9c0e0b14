package import Lua
package import LwM2M

/// The instances of a device's Objects with their values, outside Lua, so that they outlive the scripts.
///
/// - Source: UBX-18068860 R09 §5.3 (the client keeps instances across a restart of the module).
package struct SavedState: Hashable, Sendable {
    /// The instances of each Object, by id, as its `get_object_table` held them.
    private var objects: [ObjectID: [LuaField]] = [:]

    package init() {}

    /// The ids of the stored instances of an Object.
    package func instances(of id: ObjectID) -> [ObjectInstanceID] {
        (objects[id] ?? []).compactMap { $0.key.integer.flatMap { ObjectInstanceID(exactly: $0) } }
    }

    /// Whether more than so many instances of an Object are stored.
    package func hasMoreInstances(than count: Int, of id: ObjectID) -> Bool {
        guard let fields = objects[id], fields.count > count else { return false }
        return instances(of: id).count > count
    }

    /// The Objects with stored instances, including those whose instances are all gone, sorted by id.
    package var objectIDs: [ObjectID] { objects.keys.sorted() }

    /// The stored instances of an Object as they stood in its table, for a store; nil if the Object was not saved.
    package func fields(of id: ObjectID) -> [LuaField]? { objects[id] }

    /// Sets the instances of an Object from a store, replacing older ones.
    package mutating func set(_ id: ObjectID, fields: [LuaField]) { objects[id] = fields }

    /// Stores a copy of all instances of an Object, replacing the older one; drops it for an Object that is not loaded.
    ///
    /// - throws: the failure of `get_object_table`, or `.runtime` for a table that is too large; the older copy is kept
    ///   then.
    package mutating func save(_ id: ObjectID, of host: ObjectHost) throws(LuaError) {
        guard let object = host.objects[id] else {
            objects[id] = nil
            return
        }
        guard let table = try host.callMethod("get_object_table", of: object) else { return }
        guard case .table(let instances)? = table["instance"] else { return objects[id] = [] }
        objects[id] = instances.map { LuaField(key: $0.key, value: Self.withoutDefinition($0.value)) }
    }

    /// Stores a copy of one existing instance; all others stay as they were saved.
    ///
    /// - throws: as for a whole Object.
    package mutating func save(_ id: ObjectID, instance: ObjectInstanceID, of host: ObjectHost) throws(LuaError) {
        guard let object = host.objects[id], objects[id] != nil else { return try save(id, of: host) }
        let table = try host.liveTable(of: object)
        let kept = try host.lua.callKeeping(
            host.modules.instanceValues, [.kept(table), .integer(Int64(instance))])
        let key = LuaValue.integer(Int64(instance))
        let field = LuaField(key: key, value: Self.withoutDefinition(try host.lua.value(of: kept)))
        if let index = objects[id]?.firstIndex(where: { $0.key == key }) {
            objects[id]?[index] = field
        } else {
            objects[id]?.append(field)
        }
    }

    /// The instance without what its Resources repeat of their definition.
    private static func withoutDefinition(_ instance: LuaValue) -> LuaValue {
        guard case .table(var fields) = instance,
            let place = fields.firstIndex(where: { $0.key == .text("resource") }),
            case .table(var resources) = fields[place].value
        else { return instance }
        for index in resources.indices {
            guard case .table(let parts) = resources[index].value else { continue }
            let own = parts.filter { !definitionKeys.contains($0.key) }
            let isPlain = own.count == 1 && own[0].key == valueKey
            // One key for all of them.
            resources[index].value = .table(isPlain ? [LuaField(key: valueKey, value: own[0].value)] : own)
        }
        fields[place].value = .table(resources)
        return .table(fields)
    }

    private static let valueKey = LuaValue.text("Value")

    /// What an entry of the table of Resources says of the Resource.
    ///
    /// - Source: object contract §4.
    private static let definitionKeys: Set<LuaValue> = [
        .text("Name"), .text("Operations"), .text("MultipleInstances"), .text("Mandatory"), .text("Type"),
        .text("RangeEnumeration"), .text("Units"), .text("Description"),
    ]

    /// Drops an instance.
    package mutating func drop(_ id: ObjectID, instance: ObjectInstanceID) {
        objects[id]?.removeAll { $0.key == .integer(Int64(instance)) }
    }

    /// Drops all instances of an Object.
    package mutating func drop(_ id: ObjectID) { objects[id] = nil }

    /// Restores the instances of a freshly loaded Object by calling its `load`.
    ///
    /// The Resources are those of the Object as it is now; only their values come from the copy.
    ///
    /// - throws: the failure of a function of the script.
    package func restore(_ id: ObjectID, in host: ObjectHost) throws(LuaError) {
        guard let instances = objects[id], !instances.isEmpty, let object = host.objects[id],
            case .table(let fields)? = try host.callMethod("get_object_table", of: object),
            let template = try host.callMethod("get_resource_table", of: object)
        else { return }
        let merged = instances.map { LuaField(key: $0.key, value: Self.instance($0.value, from: template)) }
        let table =
            fields.filter { $0.key != .text("instance") } + [LuaField(key: .text("instance"), value: .table(merged))]
        guard case .table(let resources) = template else { return }
        let arranged = try host.lua.callKeeping(
            host.modules.arrangeInstances,
            [
                .table(table), Self.list(resources.map(\.key)), Self.list(merged.map(\.key)), Self.orders(of: merged),
            ])
        _ = try host.callMethod("load", of: object, [.kept(arranged)])
    }

    /// `{ instance, Resource, ids }` for each Resource with several values: a copy into Lua iterates over them in an
    /// order of its own, but the module lists them in their original order.
    private static func orders(of instances: [LuaField]) -> LuaValue {
        var orders: [LuaValue] = []
        for instance in instances {
            guard case .table(let resources)? = instance.value["resource"] else { continue }
            for resource in resources {
                guard case .table(let values)? = resource.value["Value"], values.count > 1 else { continue }
                orders.append(list([instance.key, resource.key, list(values.map(\.key))]))
            }
        }
        return list(orders)
    }

    private static func list(_ values: [LuaValue]) -> LuaValue {
        .table(values.enumerated().map { LuaField(key: .integer(Int64($0 + 1)), value: $1) })
    }

    /// An instance with the Resources of the template and the values of a saved instance.
    private static func instance(_ saved: LuaValue, from template: LuaValue) -> LuaValue {
        guard case .table(let fields) = saved, case .table(let resources) = template,
            case .table(let values)? = saved["resource"]
        else { return saved }
        var contents: [LuaValue: LuaValue] = [:]
        for value in values { contents[value.key] = value.value }
        let merged = resources.map { resource in
            // A Resource of the template that was saved without a value has no value: nil was written to it.
            guard case .table(let parts) = resource.value, let content = contents[resource.key] else { return resource }
            let rest = parts.filter { $0.key != .text("Value") }
            let value = content["Value"].map { [LuaField(key: .text("Value"), value: $0)] } ?? []
            return LuaField(key: resource.key, value: .table(rest + value))
        }
        return .table(
            fields.filter { $0.key != .text("resource") } + [LuaField(key: .text("resource"), value: .table(merged))])
    }
}

extension ObjectHost {
    /// Calls a function of an Object's table; nil if it does not exist or returns nothing.
    fileprivate func callMethod(
        _ name: String, of object: LoadedObject, _ arguments: [LuaValue] = []
    ) throws(LuaError) -> LuaValue? {
        guard case .function(let function) = try lua.field(name, of: object.table) else { return nil }
        return try lua.call(function, arguments).first
    }
}

/// The part of a host that lives outside Lua.
struct KeptState {
    var objects: [ObjectID: LoadedObject]
    var accessControl: AccessControl
    var bindings: ScriptBindings
    var entryInstances: [ObjectInstanceID: EntryTarget]
    var accounts: Set<ShortServerID>
}

extension ObjectHost {
    /// Stores the whole state, Lua and its Objects, for `restore`, replacing the last snapshot. Must not be called from
    /// within a script.
    ///
    /// - throws: `.setup` if the system has no memory for the copy.
    package func snapshot() throws(ObjectHostError) {
        try keepScripts { () throws(LuaError) in try lua.snapshot() }
        if !kept.isEmpty { kept.removeLast() }
        kept.append(state)
    }

    /// The same on top of the last snapshot, to which `dropSnapshot` returns.
    ///
    /// - throws: `.setup` without a snapshot, or if the system has no memory for the copy.
    package func snapshotAbove() throws(ObjectHostError) {
        try keepScripts { () throws(LuaError) in try lua.snapshotAbove() }
        kept.append(state)
    }

    /// Discards the last `snapshotAbove`, and restores the state of the snapshot below. Must not be called from within
    /// a script.
    ///
    /// - throws: `.setup` if there is none below.
    package func dropSnapshot() throws(ObjectHostError) {
        try keepScripts { () throws(LuaError) in try lua.dropSnapshot() }
        kept.removeLast()
        takeKeptState()
    }

    /// Restores the state of the last snapshot; the cost depends on what was touched since. Must not be called from
    /// within a script.
    ///
    /// - throws: `.setup` without a snapshot.
    package func restore() throws(ObjectHostError) {
        try keepScripts { () throws(LuaError) in try lua.restore() }
        takeKeptState()
    }

    private func keepScripts(_ body: () throws(LuaError) -> Void) throws(ObjectHostError) {
        do throws(LuaError) { try body() } catch {
            throw ObjectHostError(.setup, file: "the scripts' host", "\(error)", cause: error)
        }
    }

    private var state: KeptState {
        KeptState(
            objects: objects, accessControl: accessControl, bindings: bindings, entryInstances: entryInstances,
            accounts: accounts)
    }

    private func takeKeptState() {
        guard let kept = kept.last else { return }
        objects = kept.objects
        accessControl = kept.accessControl
        bindings = kept.bindings
        entryInstances = kept.entryInstances
        accounts = kept.accounts
        recentObject = nil
        heldEvents = nil
    }
}
