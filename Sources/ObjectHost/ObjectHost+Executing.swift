import Lua
public import LwM2M

extension ObjectHost {
    public func execute(_ path: Path, arguments: String, from requester: Requester) throws(LwM2MError) {
        try refuseSecurityObject(path.object, requester)
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
        var call = LuaCall(in: lua)
        do throws(LuaError) {
            let text = try lua.keep(.text(arguments))
            defer { lua.release(text) }
            call.pass(Int64(instance))
            call.pass(Int64(resource))
            call.pass(text)
            call.pass(Int64(arguments.utf8.count))
            try call.run(methods.execute, of: object.table)
        } catch  where error.code == .missing {
            throw LwM2MError(.methodNotAllowed, "\(object.fileName) has no executable Resource")
        } catch {
            throw fault(error, for: context)
        }
        try check(call.code, for: context)
    }
}
