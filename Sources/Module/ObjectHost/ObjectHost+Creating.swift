import Lua
package import LwM2M

extension ObjectHost {
    package func create(
        _ instances: [NewInstance], from requester: Requester
    ) throws(LwM2MError) -> [ObjectInstanceID] {
        var made: [Path] = []
        try holdingEvents { () throws(LwM2MError) -> Void in
            do throws(LwM2MError) {
                for wanted in instances { made.append(try make(wanted, from: requester)) }
            } catch {
                for path in made.reversed() { if let object = try? object(path.object) { unmake(path, of: object) } }
                throw error
            }
        }
        for path in made {
            changed(.created, path, by: requester)
            guard case .server(let server) = requester, !accessControl.isAlone(server) else { continue }
            do throws(LwM2MError) { try grant(path, to: server) } catch {
                log("\(path) has no entry of Object 2: \(error.message)")
            }
        }
        return made.compactMap(\.instance)
    }

    private func make(_ wanted: NewInstance, from requester: Requester) throws(LwM2MError) -> Path {
        let path = wanted.path
        try requester.checkReach(of: path.object)
        let object = try object(path.object)
        guard path.resource == nil else {
            throw LwM2MError(.methodNotAllowed, "\(path): Create takes an Object or an Object Instance")
        }
        try authorizeCreation(in: object, requester)
        let instance = if let named = path.instance { named } else { try freeInstance(of: object) }
        guard instance != maxID else { throw LwM2MError(.badRequest, "65535 is not an id of an Object Instance") }
        try checkAccount(wanted.resources, of: object.id, instance, from: requester)
        let writes = try initial(wanted.resources, in: object, instance, from: requester)
        try make(object, instance, writes, from: requester)
        return Path(object.id, instance)
    }

    package func delete(_ path: Path, from requester: Requester) throws(LwM2MError) {
        try requester.checkReach(of: path.object)
        let object = try object(path.object)
        guard let instance = path.instance, path.resource == nil else {
            throw LwM2MError(.methodNotAllowed, "\(path): Delete takes an Object Instance")
        }
        if requester.isDeviceManagement, object.id == .device {
            throw LwM2MError(.methodNotAllowed, "/3/0 is never deleted")
        }
        try authorize(requester, .delete, on: object, instance)
        try runCoded(
            methods.delete, of: object, [Int64(instance)],
            for: RequestContext(file: object.fileName, path: path, operation: .delete, requester: requester))
        changed(.deleted, path, by: requester)
        removeEntry(object: object.id, instance: instance)
    }

    /// The lowest unused instance id.
    private func freeInstance(of object: LoadedObject) throws(LwM2MError) -> ObjectInstanceID {
        let taken = Set(try keys(of: object))
        return (0..<maxID).first { !taken.contains($0) } ?? maxID
    }

    /// Checks the content of a Create before anything is created.
    private func initial(
        _ resources: [Resource], in object: LoadedObject, _ instance: ObjectInstanceID, from requester: Requester
    ) throws(LwM2MError) -> [ScriptWrite] {
        var writes: [ScriptWrite] = []
        for resource in resources {
            let place = Path(object.id, instance, resource.id)
            guard let slot = object.slot(resource.id) else {
                // What a server requests but the client does not support is skipped.
                if requester != .host { continue }
                throw LwM2MError(.notFound, "\(place) is not defined in \(object.fileName)")
            }
            if requester.isDeviceManagement, !slot.operations.contains(.write) { continue }
            guard !slot.operations.contains(.execute) else {
                throw LwM2MError(.badRequest, "\(place) is executable and takes no value")
            }
            writes.append(
                ScriptWrite(resource: resource.id, value: try scriptValue(resource.content, for: slot, at: place)))
        }
        if requester.isDeviceManagement {
            for slot in object.slots
            where slot.isMandatory && slot.operations.contains(.write) {
                guard writes.contains(where: { $0.resource == slot.id }) else {
                    throw LwM2MError(
                        .badRequest,
                        "\(Path(object.id, instance, slot.id)) is mandatory and missing from the payload")
                }
            }
        }
        return writes
    }

    /// Removes the initial values of optional Resources that only a server could have given but did not: they are then
    /// not instantiated.
    ///
    /// - Source: LwM2M 1.0.1 §5.4.6.
    private func leaveOut(
        _ writes: [ScriptWrite], of object: LoadedObject, _ instance: ObjectInstanceID, from requester: Requester
    ) throws(LwM2MError) {
        let given = Set(writes.map(\.resource))
        let absent = object.slots.filter { slot in
            !slot.isMandatory && !given.contains(slot.id)
                && (slot.operations.contains(.write) || slot.operations.isEmpty)
        }
        guard !absent.isEmpty else { return }
        do throws(LuaError) {
            let table = try liveTable(of: object)
            let ids = absent.map { LuaField(key: .integer(Int64($0.id)), value: .boolean(true)) }
            try lua.call(modules.clearInstanceValues, [.kept(table), .integer(Int64(instance)), .table(ids)])
        } catch {
            throw fault(
                error,
                for: RequestContext(
                    file: object.fileName, path: Path(object.id, instance), operation: .create, requester: requester))
        }
    }

    private func make(
        _ object: LoadedObject, _ instance: ObjectInstanceID, _ writes: [ScriptWrite], from requester: Requester
    ) throws(LwM2MError) {
        let path = Path(object.id, instance)
        let wasThere = undoesRefusals ? try keys(of: object).contains(instance) : true
        do throws(LwM2MError) {
            try runCoded(
                methods.create, of: object, [Int64(instance)],
                for: RequestContext(file: object.fileName, path: path, operation: .create, requester: requester))
        } catch {
            if !wasThere { strike(instance, of: object) }
            throw error
        }
        do throws(LwM2MError) {
            if requester != .host { try leaveOut(writes, of: object, instance, from: requester) }
            for write in writes { try apply(write, to: object, instance, mode: .partialUpdate, from: requester) }
        } catch {
            unmake(path, of: object)
            throw error
        }
    }

    /// Takes away an instance whose creation failed.
    private func unmake(_ path: Path, of object: LoadedObject) {
        guard let instance = path.instance else { return }
        try? runCoded(
            methods.delete, of: object, [Int64(instance)],
            for: RequestContext(file: object.fileName, path: path, operation: .delete, requester: .host))
        // A script that refuses to delete has no say over what never existed.
        strike(instance, of: object)
    }
}
