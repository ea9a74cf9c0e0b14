import Lua
package import LwM2M

extension ObjectHost {
    package func write(
        _ resources: [Resource], to path: Path, mode: WriteMode, from requester: Requester
    ) throws(LwM2MError) {
        try requester.checkReach(of: path.object)
        let object = try object(at: path)
        guard let instance = path.instance else {
            throw LwM2MError(.methodNotAllowed, "\(path): Write takes an Object Instance or a Resource")
        }
        try authorize(requester, .write, on: object, instance)
        try checkAccount(resources, of: object.id, instance, from: requester)
        if !undoesRefusals, let resource = path.resource,
            let value = plain(resources, at: path, in: object, from: requester)
        {
            try callWrite(resource, value, of: object, instance, mode: mode, from: requester)
            return changed(.written, path, by: requester)
        }
        let writes = try checked(resources, at: path, in: object, instance, mode: mode, from: requester)
        guard writes.count > 1 || undoesRefusals else {
            for write in writes { try apply(write, to: object, instance, mode: mode, from: requester) }
            return changed(.written, path, by: requester)
        }
        try holdingEvents { () throws(LwM2MError) -> Void in
            let before = try values(of: object, instance)
            do throws(LwM2MError) {
                for write in writes { try apply(write, to: object, instance, mode: mode, from: requester) }
            } catch {
                put(before, into: object, instance)
                throw error
            }
        }
        changed(.written, path, by: requester)
    }

    /// Checks whether values are allowed in the Server Object. For a bootstrap server the result is reported at its
    /// Finish.
    func checkAccount(
        _ resources: [Resource], of object: ObjectID, _ instance: ObjectInstanceID, from requester: Requester
    ) throws(LwM2MError) {
        if object == .server, requester != .bootstrap { try ServerResource.check(resources, of: instance) }
    }

    /// One call of the script's `write`.
    struct ScriptWrite {
        var resource: ResourceID
        var value: LuaValue
    }

    /// The common Write: a number, a flag or a text for a single-value Resource that accepts it. Nil for anything that
    /// needs closer examination.
    private func plain(
        _ resources: [Resource], at path: Path, in object: LoadedObject, from requester: Requester
    ) -> LuaScalar? {
        guard resources.count == 1, path.depth == 3, let id = path.resource, resources[0].id == id,
            case .single(let value?) = resources[0].content, let slot = object.slot(id), !slot.isMultiple,
            !requester.isDeviceManagement || slot.operations.contains(.write)
        else { return nil }
        switch (slot.type, value) {
        case (.float, .float(let number)): return .number(number)
        case (.integer, .integer(let number)), (.time, .time(let number)): return .integer(number)
        case (.boolean, .boolean(let flag)): return .boolean(flag)
        case (.string, .string(let text)): return .text(text)
        default: return nil
        }
    }

    /// Checks a whole Write before any of it is carried out.
    private func checked(
        _ resources: [Resource], at path: Path, in object: LoadedObject, _ instance: ObjectInstanceID,
        mode: WriteMode, from requester: Requester
    ) throws(LwM2MError) -> [ScriptWrite] {
        var writes: [ScriptWrite] = []
        for resource in resources {
            let place = Path(object.id, instance, resource.id)
            guard place.isWithin(path) || path.isWithin(place) else {
                throw LwM2MError(.badRequest, "\(place) does not lie within \(path)")
            }
            guard let slot = object.slot(resource.id) else {
                // In a payload for an instance, a server's unknown Resources are skipped.
                if path.resource == nil, requester != .host { continue }
                throw LwM2MError(.notFound, "\(place) is not defined in \(object.fileName)")
            }
            if requester.isDeviceManagement, !slot.operations.contains(.write) {
                throw LwM2MError(.methodNotAllowed, "\(place) is not writable (\(slot.operations))")
            }
            writes.append(
                ScriptWrite(resource: resource.id, value: try scriptValue(resource.content, for: slot, at: place)))
        }
        // A bootstrap server leaves unchanged what it does not name.
        if mode == .replace, path.resource == nil, requester != .bootstrap {
            for slot in object.slots where slot.operations.contains(.write) {
                let id = slot.id
                guard !writes.contains(where: { $0.resource == id }) else { continue }
                guard !slot.isMandatory else {
                    throw LwM2MError(
                        .badRequest, "\(Path(object.id, instance, id)) is mandatory and missing from the payload")
                }
                writes.append(ScriptWrite(resource: id, value: .nil))
            }
        }
        return writes
    }

    func scriptValue(
        _ content: ResourceContent, for slot: ResourceSlot, at path: Path
    ) throws(LwM2MError) -> LuaValue {
        func mapped(_ value: ResourceValue, _ place: Path) throws(LwM2MError) -> LuaValue {
            guard let value = ValueMapping.scriptValue(value, as: slot.type) else {
                throw LwM2MError(
                    .badRequest, "\(place) is of type \(slot.type.rawValue) and cannot take \(value)")
            }
            return value
        }
        switch (content, slot.isMultiple) {
        case (.single(let value), false):
            return try value.map { value throws(LwM2MError) in try mapped(value, path) } ?? .nil
        case (.single(nil), true): return .nil
        case (.multiple(let instances), true):
            var fields: [LuaField] = []
            var seen: Set<ResourceInstanceID> = []
            for instance in instances {
                guard seen.insert(instance.id).inserted, instance.id != maxID else {
                    throw LwM2MError(.badRequest, "\(path.appending(instance.id)) stands twice or has no valid id")
                }
                fields.append(
                    LuaField(
                        key: .integer(Int64(instance.id)),
                        value: try mapped(instance.value, path.appending(instance.id))))
            }
            return .table(fields)
        case (.single, true):
            throw LwM2MError(.badRequest, "\(path) is multiple: name a Resource Instance, \(path)/0")
        case (.multiple, false):
            throw LwM2MError(.badRequest, "\(path) is single and has no Resource Instances")
        }
    }

    func apply(
        _ write: ScriptWrite, to object: LoadedObject, _ instance: ObjectInstanceID, mode: WriteMode,
        from requester: Requester
    ) throws(LwM2MError) {
        switch write.value {
        case .number(let number):
            try callWrite(write.resource, .number(number), of: object, instance, mode: mode, from: requester)
        case .integer(let number):
            try callWrite(write.resource, .integer(number), of: object, instance, mode: mode, from: requester)
        case .boolean(let flag):
            try callWrite(write.resource, .boolean(flag), of: object, instance, mode: mode, from: requester)
        case .nil:
            try callWrite(write.resource, .nil, of: object, instance, mode: mode, from: requester)
        default:
            var mode = mode
            if case .table = write.value, mode == .partialUpdate, isUnset(write.resource, of: object, instance) {
                mode = .replace
            }
            let code: Int64?
            do throws(LuaError) {
                code = try LuaCall(
                    methods.write, of: object.served.table,
                    [
                        .integer(Int64(instance)), .integer(Int64(write.resource)),
                        .integer(Self.interface(of: requester)), .boolean(mode == .replace), write.value,
                    ], in: lua
                ).code
            } catch {
                throw fault(error, for: writing(write.resource, of: object, instance, from: requester))
            }
            try check(code, for: writing(write.resource, of: object, instance, from: requester))
        }
    }

    /// Whether a Resource is defined and has no value, so that there is no table to add Resource Instances to.
    private func isUnset(_ resource: ResourceID, of object: LoadedObject, _ instance: ObjectInstanceID) -> Bool {
        (try? readResource(object.served, instance, resource, from: .host)) == .single(nil)
    }

    /// Calls the script's `write` and checks the code that it returns.
    private func callWrite(
        _ resource: ResourceID, _ value: LuaScalar, of object: LoadedObject, _ instance: ObjectInstanceID,
        mode: WriteMode, from requester: Requester
    ) throws(LwM2MError) {
        let code: Int64?
        do throws(LuaError) {
            code = try LuaCall(
                methods.write, of: object.served.table, Int64(instance), Int64(resource), Self.interface(of: requester),
                flag: mode == .replace, value, in: lua
            ).code
        } catch {
            throw fault(error, for: writing(resource, of: object, instance, from: requester))
        }
        if code != Int64(ResponseCode.changed.rawValue) {
            try check(code, for: writing(resource, of: object, instance, from: requester))
        }
    }

    private func writing(
        _ resource: ResourceID, of object: LoadedObject, _ instance: ObjectInstanceID, from requester: Requester
    ) -> RequestContext {
        RequestContext(
            file: object.fileName, path: Path(object.id, instance, resource), operation: .write, requester: requester)
    }

    // MARK: - Going back

    /// The values of an instance, for restoring them if a part of a request fails.
    func values(of object: LoadedObject, _ instance: ObjectInstanceID) throws(LwM2MError) -> LuaReference {
        do throws(LuaError) {
            let table = try liveTable(of: object)
            return try lua.callKeeping(modules.instanceValues, [.kept(table), .integer(Int64(instance))])
        } catch {
            throw fault(
                error,
                for: RequestContext(
                    file: object.fileName, path: Path(object.id, instance), operation: .write, requester: .host))
        }
    }

    func put(_ values: LuaReference, into object: LoadedObject, _ instance: ObjectInstanceID) {
        do throws(LuaError) {
            let table = try liveTable(of: object)
            try lua.call(modules.putInstanceValues, [.kept(table), .integer(Int64(instance)), .kept(values)])
        } catch {
            log("\(object.fileName): \(Path(object.id, instance)) could not be put back: \(error)")
        }
    }

    /// Removes an instance from the Object's table if it is still there.
    func strike(_ instance: ObjectInstanceID, of object: LoadedObject) {
        do throws(LuaError) {
            let table = try liveTable(of: object)
            try lua.call(modules.removeInstance, [.kept(table), .integer(Int64(instance))])
        } catch {
            log("\(object.fileName): \(Path(object.id, instance)) could not be taken away: \(error)")
        }
    }

    /// What the script's `get_object_table` returns, without a copy.
    func liveTable(of object: LoadedObject) throws(LuaError) -> LuaReference {
        guard case .function(let function) = try lua.field("get_object_table", of: object.table) else {
            throw LuaError(.runtime, "the function 'get_object_table' is gone")
        }
        return try lua.callKeeping(function)
    }
}

extension ObjectHost {
    package func execute(_ path: Path, arguments: String, from requester: Requester) throws(LwM2MError) {
        try requester.checkReach(of: path.object)
        let object = try object(at: path)
        guard let instance = path.instance, let resource = path.resource, path.resourceInstance == nil else {
            throw LwM2MError(.methodNotAllowed, "\(path): Execute takes a Resource")
        }
        try authorize(requester, .execute, on: object, instance)
        if requester.isDeviceManagement {
            guard try keys(of: object).contains(instance) else {
                throw LwM2MError(.notFound, "\(Path(object.id, instance)) does not exist")
            }
            let slot = try definition(resource, of: object, at: path)
            guard slot.operations.contains(.execute) else {
                throw LwM2MError(.methodNotAllowed, "\(path) is not executable (\(slot.operations))")
            }
            _ = try ExecuteArguments(parsing: arguments)
        }
        try run(object, instance, resource, arguments, from: requester)
        changed(.executed, path, by: requester)
    }

    private func run(
        _ object: LoadedObject, _ instance: ObjectInstanceID, _ resource: ResourceID, _ arguments: String,
        from requester: Requester
    ) throws(LwM2MError) {
        let context = RequestContext(
            file: object.fileName, path: Path(object.id, instance, resource), operation: .execute, requester: requester)
        let code: Int64?
        do throws(LuaError) {
            code = try LuaCall(
                methods.execute, of: object.served.table,
                [
                    .integer(Int64(instance)), .integer(Int64(resource)), .text(arguments),
                    .integer(Int64(arguments.utf8.count)),
                ], in: lua
            ).integer
        } catch  where error.code == .missing {
            throw LwM2MError(.methodNotAllowed, "\(object.fileName) has no executable Resource")
        } catch {
            throw fault(error, for: context)
        }
        try check(code, for: context)
    }
}
