import Lua
public import LwM2M

extension ObjectHost {
    /// Loads a file and serves the Object that it makes.
    ///
    /// A file that fails leaves no Object behind; globals that it set stay, as on the module.
    ///
    /// - Parameters:
    ///   - source: plain Lua text.
    ///   - fileName: without folders, `object_generic_sensor.lua`; messages show it.
    ///   - resources: those that the product has; the script's others are there for itself alone, and the order of
    ///     those that are left is that of the whole table. Nil for all.
    ///   - unshown: those of them that the product has not and the client needs: the host does not read them.
    /// - throws: `.script`, `.noObject`, `.incomplete` or `.duplicate`.
    /// - Source: UBX-18068860 R09 §5.3.2.
    @discardableResult
    public func load(
        _ source: [UInt8], fileName: String, offering resources: Set<ResourceID>? = nil,
        unshown: Set<ResourceID> = []
    ) throws(ObjectHostError) -> LoadedObject {
        var registered: [Registration] = []
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
            objects[object.id] = object
            recentObject = nil
            changed(.added, Path(object.id), by: .host)
            return object
        } catch {
            forget(registered)
            throw error
        }
    }

    /// Takes an Object and all its instances away. False where there is none with the id.
    ///
    /// - Parameter keepsEntries: whether the access control entries for its instances stay, because it comes back.
    /// - Source: UBX-18068860 R09 §5.3.1 (+ULWM2MREMOVE).
    @discardableResult
    public func remove(_ id: ObjectID, keepsEntries: Bool = false) -> Bool {
        guard let object = objects.removeValue(forKey: id) else { return false }
        recentObject = nil
        if !keepsEntries { removeEntries(of: id) }
        try? modules.remove(.integer(Int64(id)), in: lua)
        try? lua.setGlobal(object.name, .nil)
        lua.release(object.table)
        changed(.removed, Path(id), by: .host)
        return true
    }

    /// Runs a file; answers the table that it returned, or the global that it registered.
    private func run(
        _ source: [UInt8], fileName: String, registered: inout [Registration]
    ) throws(ObjectHostError) -> LuaReference {
        do throws(LuaError) {
            _ = try modules.registrations(in: lua)
            let chunk = try lua.load(source, named: fileName)
            defer { lua.release(chunk) }
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
            // A customised file may return nothing; then its global has the Object.
            lua.release(result)
            return try lua.keepGlobal(name)
        } catch {
            throw ObjectHostError(.script, file: fileName, "\(error)", cause: error)
        }
    }

    private func forget(_ registered: [Registration]) {
        for entry in registered {
            if let id = entry.id.integer.flatMap({ ObjectID(exactly: $0) }), objects[id] != nil { continue }
            if entry.id != .nil { try? modules.remove(entry.id, in: lua) }
        }
    }
}
