public import Lua
public import LwM2M

/// The instances of a device's Objects with their values, outside of Lua, so that they outlive the scripts.
///
/// - Source: UBX-18068860 R09 §5.3 (the client keeps instances over a restart of the module).
public struct SavedState: Hashable, Sendable {
    /// For each Object a copy of what its `get_object_table` answered.
    public private(set) var tables: [ObjectID: LuaValue] = [:]

    public init() {}

    /// Keeps a copy of an Object's instances in place of the older one; for an Object that is not loaded drops it.
    ///
    /// - throws: how `get_object_table` failed, or `.runtime` for a table too large; the older copy stays then.
    public mutating func save(_ id: ObjectID, of host: ObjectHost) throws(LuaError) {
        guard let object = host.objects[id] else {
            tables[id] = nil
            return
        }
        guard let table = try host.callMethod("get_object_table", of: object) else { return }
        tables[id] = table
    }

    /// Drops the instances of an Object.
    public mutating func drop(_ id: ObjectID) { tables[id] = nil }

    /// Gives the instances back to a freshly loaded Object, by its `load`.
    ///
    /// The Resources are those of the Object as it is now; only their values come from the copy.
    ///
    /// - throws: how a function of the script failed.
    public func restore(_ id: ObjectID, in host: ObjectHost) throws(LuaError) {
        guard let saved = tables[id], let object = host.objects[id],
            case .table(let instances)? = saved["instance"], !instances.isEmpty,
            case .table(let fields)? = try host.callMethod("get_object_table", of: object),
            let template = try host.callMethod("get_resource_table", of: object)
        else { return }
        let merged = instances.map { LuaField(key: $0.key, value: Self.instance($0.value, from: template)) }
        let table = fields.filter { $0.key != .text("instance") }
            + [LuaField(key: .text("instance"), value: .table(merged))]
        _ = try host.callMethod("load", of: object, [.table(table)])
    }

    /// An instance with the Resources of the template and the values of a saved one.
    private static func instance(_ saved: LuaValue, from template: LuaValue) -> LuaValue {
        guard case .table(let fields) = saved, case .table(let resources) = template,
            case .table(let values)? = saved["resource"]
        else { return saved }
        var contents: [LuaValue: LuaValue] = [:]
        for value in values { contents[value.key] = value.value }
        let merged = resources.map { resource in
            guard case .table(let parts) = resource.value, let value = contents[resource.key]?["Value"] else {
                return resource
            }
            let rest = parts.filter { $0.key != .text("Value") }
            return LuaField(
                key: resource.key, value: .table(rest + [LuaField(key: .text("Value"), value: value)]))
        }
        return .table(
            fields.filter { $0.key != .text("resource") }
                + [LuaField(key: .text("resource"), value: .table(merged))])
    }
}

extension ObjectHost {
    /// Calls a function of an Object's table; nil where it has none or answers nothing.
    fileprivate func callMethod(
        _ name: String, of object: LoadedObject, _ arguments: [LuaValue] = []
    ) throws(LuaError) -> LuaValue? {
        guard case .function(let function) = try lua.field(name, of: object.table) else { return nil }
        defer { lua.release(function) }
        return try lua.call(function, arguments).first
    }
}
