package import Lua
package import LwM2M

/// An Object that a script serves.
package final class LoadedObject {
    /// The id that the script registered.
    package let id: ObjectID
    /// The name that the script registered, `object_generic_sensor`.
    package let name: String
    /// The file that it came from, without folders.
    package let fileName: String
    /// The definition as the script's tables stated it when it was loaded, without what the product lacks.
    package internal(set) var definition: ObjectDefinition
    /// The script's global table.
    package let table: LuaReference
    /// Whether the script has `execute`.
    package let isExecutable: Bool

    /// By ascending id, for binary search.
    let slots: [ResourceSlot]
    /// Resources that the script has and the product lacks: they are invisible from outside.
    let hidden: Set<ResourceID>

    /// Resources that the client needs and the product lacks: only the client's own reads find them.
    let unshown: Set<ResourceID>

    /// What a Read needs of the Object, without reference counting.
    let served: ServedObject

    init(
        name: String, fileName: String, definition: ObjectDefinition, table: LuaReference, isExecutable: Bool,
        offered: Set<ResourceID>?, unshown: Set<ResourceID> = []
    ) {
        self.unshown = unshown
        id = definition.id
        self.name = name
        self.fileName = fileName
        var definition = definition
        if let offered {
            hidden = Set(definition.resources.map(\.id)).subtracting(offered)
            definition.resources.removeAll { !offered.contains($0.id) }
        } else {
            hidden = []
        }
        self.definition = definition
        self.table = table
        served = ServedObject(
            id: definition.id, table: table.slot, hasMultiple: definition.resources.contains(where: \.isMultiple))
        self.isExecutable = isExecutable
        slots = definition.resources.map(ResourceSlot.init).sorted { $0.id < $1.id }
    }

    /// The definition without what only the client reads: what the product has.
    package var shownDefinition: ObjectDefinition {
        guard !unshown.isEmpty else { return definition }
        var shown = definition
        shown.resources.removeAll { unshown.contains($0.id) }
        return shown
    }

    /// Whether the script has a Resource that the product lacks.
    package func hides(_ id: ResourceID) -> Bool { hidden.contains(id) }

    /// The Resource with an id, as the script defines it.
    func slot(_ id: ResourceID) -> ResourceSlot? {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            let found = slots[middle].id
            if found == id { return slots[middle] }
            if found < id { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}

/// The names of the contract's functions, kept in Lua so that a call looks up its function without creating a string.
struct ContractMethods {
    let read: LuaName
    let write: LuaName
    let execute: LuaName
    let create: LuaName
    let delete: LuaName
    let discover: LuaName
    let load: LuaName
    let objectTable: LuaName

    init(in lua: LuaState) throws(LuaError) {
        read = try lua.keepName("read")
        write = try lua.keepName("write")
        execute = try lua.keepName("execute")
        create = try lua.keepName("create")
        delete = try lua.keepName("delete")
        discover = try lua.keepName("discover")
        load = try lua.keepName("load")
        objectTable = try lua.keepName("get_object_table")
    }

    /// Every generated Object has these; `execute` only if a Resource is executable.
    static let required = [
        "load", "get_resource_table", "get_resource_type", "get_object_table", "delete", "write", "read", "discover",
        "create",
    ]
}

/// What an instance of Object 2 protects.
struct EntryTarget: Hashable {
    var object: ObjectID
    var instance: ObjectInstanceID
}

extension EntryTarget {
    init(_ entry: AccessControlEntry) { self.init(object: entry.object, instance: entry.instance) }
}

/// What the checks of a request need to know about a Resource; it contains no text, so that access costs nothing.
struct ResourceSlot {
    let id: ResourceID
    let type: DataType
    let operations: Operations
    let isMultiple: Bool
    let isMandatory: Bool

    init(_ definition: ResourceDefinition) {
        id = definition.id
        type = definition.type
        operations = definition.operations
        isMultiple = definition.isMultiple
        isMandatory = definition.isMandatory
    }
}
