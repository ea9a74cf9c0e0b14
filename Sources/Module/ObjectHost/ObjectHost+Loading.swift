import EmbeddedFiles
import Lua
package import LwM2M

extension ObjectHost {
    /// Loads a file and serves the Object that it defines.
    ///
    /// A file that fails leaves no Object; globals that it set remain, as on the module.
    ///
    /// - Parameters:
    ///   - source: plain Lua text.
    ///   - fileName: without folders, `object_generic_sensor.lua`; shown in messages.
    ///   - resources: those that the product has; the script's other Resources are visible only to the script itself,
    ///     and the remaining ones keep the order of the whole table. Nil for all.
    ///   - unshown: those of them that the product lacks and the client needs: the host does not read them.
    /// - throws: `.script`, `.noObject`, `.incomplete` or `.duplicate`.
    /// - Source: UBX-18068860 R09 §5.3.2.
    @discardableResult
    package func load(
        _ source: [UInt8], fileName: String, offering resources: Set<ResourceID>? = nil,
        unshown: Set<ResourceID> = []
    ) throws(ObjectHostError) -> LoadedObject {
        var registered: [TableEntry] = []
        do throws(ObjectHostError) {
            let table = try run(source, fileName: fileName, registered: &registered)
            let reader = ObjectReader(lua: lua, file: fileName, table: table, offered: resources, unshown: unshown)
            let object = try reader.object(registered: registered)
            if let other = objects[object.id] {
                let advice = other.fileName == fileName ? "load it once" : "remove one of the two files"
                throw ObjectHostError(
                    .duplicate, file: fileName,
                    "Object \(object.id) is loaded already, from \(other.fileName): \(advice)")
            }
            do throws(LuaError) { try prepareObject?(object) } catch {
                throw ObjectHostError(.script, file: fileName, "\(error)", cause: error)
            }
            if let shared { object.definition = shared.definition(object.definition, of: fileName) }
            objects[object.id] = object
            recentObject = nil
            changed(.added, Path(object.id), by: .host)
            return object
        } catch {
            forget(registered)
            throw error
        }
    }

    /// Removes an Object and all its instances. False if it does not exist.
    ///
    /// - Parameter keepsEntries: whether the access control entries for its instances stay, because the Object will be
    ///   loaded again.
    /// - Source: UBX-18068860 R09 §5.3.1 (+ULWM2MREMOVE).
    @discardableResult
    package func remove(_ id: ObjectID, keepsEntries: Bool = false) -> Bool {
        guard let object = objects.removeValue(forKey: id) else { return false }
        recentObject = nil
        if !keepsEntries { removeEntries(of: id) }
        try? modules.remove(.integer(Int64(id)), in: lua)
        try? lua.setGlobal(object.name, .nil)
        changed(.removed, Path(id), by: .host)
        return true
    }

    /// Runs a file; returns the table that it returned, or the global that it registered.
    private func run(
        _ source: [UInt8], fileName: String, registered: inout [TableEntry]
    ) throws(ObjectHostError) -> LuaReference {
        do throws(LuaError) {
            _ = try modules.registrations(in: lua)
            let chunk = try lua.load(source, named: fileName)
            let result: LuaReference
            do throws(LuaError) {
                result = try lua.callKeeping(chunk)
            } catch {
                registered = (try? modules.registrations(in: lua)) ?? []
                throw error
            }
            registered = try modules.registrations(in: lua)
            guard try lua.field("objectId", of: result) == .nil, let name = registered.last?.name.text else {
                return result
            }
            // A customised file may return nothing; then its global is the Object.
            return try lua.keepGlobal(name)
        } catch {
            throw ObjectHostError(.script, file: fileName, "\(error)", cause: error)
        }
    }

    private func forget(_ registered: [TableEntry]) {
        for entry in registered {
            if let id = entry.id.integer.flatMap({ ObjectID(exactly: $0) }), objects[id] != nil { continue }
            if entry.id != .nil { try? modules.remove(entry.id, in: lua) }
        }
    }
}

extension ObjectHost {
    /// Does for each Object what its first instance costs more than those after it; before a snapshot, so that it is not
    /// lost with each `restore`.
    package func prepareInstances() {
        // Without memory for it the first instance does it again, or says that there is none.
        for object in objects.values.sorted(by: { $0.id < $1.id }) {
            try? modules.prepareCopies(of: object.definition.resources.map(\.id), in: lua)
        }
    }
}

/// The three modules that every Object requires, and what the host itself needs from them.
package struct RuntimeModules {
    private let objects: LuaFunction
    private let takeRegistrations: LuaFunction
    private let remove: LuaFunction
    private let takeUnknownCode: LuaFunction
    private let prepareCopies: LuaFunction
    let instanceValues: LuaFunction
    let putInstanceValues: LuaFunction
    let removeInstance: LuaFunction
    let clearInstanceValues: LuaFunction
    let arrangeInstances: LuaFunction

    /// The names of their files.
    package static let fileNames: Set = ["lwm2m_object_table.lua", "lwm2m_defs.lua", "utils.lua"]

    static let names = ["lwm2m_object_table", "lwm2m_defs", "utils"]

    /// The text of a run-time module.
    static func source(of name: String) -> (text: [UInt8], file: String)? {
        guard names.contains(name), let text = EmbeddedFiles.bytes(of: "objects/\(name).lua") else { return nil }
        return (text, "\(name).lua")
    }

    /// Loads the modules in the same way as an Object's file, so that the file finds them already loaded.
    init(in lua: LuaState) throws(LuaError) {
        lua.world.module = Self.source(of:)
        let loader = try lua.load(Array("return require((...))".utf8), named: "host.lua")
        let table = try lua.callKeeping(loader, [.text("lwm2m_object_table")])
        let defs = try lua.callKeeping(loader, [.text("lwm2m_defs")])
        let utils = try lua.callKeeping(loader, [.text("utils")])
        let text = EmbeddedFiles.bytes(of: "Sources/Module/ObjectHost/Lua/instances.lua") ?? []
        let instances = try lua.callKeeping(try lua.load(text, named: "instances.lua"))
        objects = try lua.function("objects", of: table)
        takeRegistrations = try lua.function("take_registrations", of: table)
        remove = try lua.function("remove", of: table)
        prepareCopies = try lua.function("prepare", of: utils)
        takeUnknownCode = try lua.function("take_unknown_code", of: defs)
        instanceValues = try lua.function("values", of: instances)
        putInstanceValues = try lua.function("put", of: instances)
        removeInstance = try lua.function("remove", of: instances)
        clearInstanceValues = try lua.function("clear", of: instances)
        arrangeInstances = try lua.function("arrange", of: instances)
    }

    /// The ids of the Objects in the order of `pairs`.
    func objectIDs(in lua: LuaState) throws(LuaError) -> [ObjectID] {
        guard case .table(let fields) = try lua.call(objects).first ?? .nil else { return [] }
        return fields.compactMap { field in field.key.integer.flatMap { ObjectID(exactly: $0) } }
    }

    /// What was registered since the last call: the id and name of each Object.
    func registrations(in lua: LuaState) throws(LuaError) -> [TableEntry] {
        guard case .table(let entries) = try lua.call(takeRegistrations).first ?? .nil else { return [] }
        return entries.map { entry in
            guard case .table(let fields) = entry.value else { return TableEntry(id: .nil, name: .nil) }
            func field(_ key: Int64) -> LuaValue { fields.first { $0.key == .integer(key) }?.value ?? .nil }
            return TableEntry(id: field(1), name: field(2))
        }
    }

    /// Removes an Object from the list.
    func remove(_ id: LuaValue, in lua: LuaState) throws(LuaError) { try lua.call(remove, [id]) }

    /// Does what the first copy of a table of Resources costs more than those after it.
    ///
    /// - Parameter resources: its Resources in the order of `pairs`.
    func prepareCopies(of resources: [ResourceID], in lua: LuaState) throws(LuaError) {
        try lua.call(prepareCopies, [.list(resources.map { .integer(Int64($0)) })])
    }

    /// A name that was looked up in `coap` and does not exist; nil if there was none since the last call.
    func unknownCode(in lua: LuaState) -> String? {
        (try? lua.call(takeUnknownCode))?.first?.text
    }
}

/// One call of `lwm2m_object_tbl_add`, as it was made.
struct TableEntry {
    var id: LuaValue
    var name: LuaValue
}
