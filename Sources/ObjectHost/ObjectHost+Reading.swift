import Lua
public import LwM2M

extension ObjectHost: DataModel {
    public func read(_ path: Path, from requester: Requester) throws(LwM2MError) -> Node {
        if path.depth == 3, let resource = path.resource, let recent, recent.id == path.object, recent.id != 0,
            isOpen(to: requester), let instance = path.instance
        {
            // The common Read, on a short way.
            let content = try readResource(recent, instance, resource, from: requester)
            return .resource(Resource(id: resource, content: content))
        }
        try refuseSecurityObject(path.object, requester)
        let object = try object(at: path)
        guard let instance = path.instance else { return try readObject(object, from: requester) }
        try authorize(requester, .read, on: object, instance)
        guard let resource = path.resource else {
            return .instance(try readInstance(object, instance, from: requester))
        }
        guard requester != .host || !object.unshown.contains(resource) else {
            throw LwM2MError(.notFound, "\(path) does not exist")
        }
        let content = try readResource(object.served, instance, resource, from: requester)
        guard let id = path.resourceInstance else { return .resource(Resource(id: resource, content: content)) }
        guard case .multiple(let instances) = content, let found = instances.first(where: { $0.id == id }) else {
            throw LwM2MError(.notFound, "\(path) does not exist")
        }
        return .resourceInstance(found)
    }

    /// All instances that the requester may read; the others are left out without a word.
    private func readObject(_ object: LoadedObject, from requester: Requester) throws(LwM2MError) -> Node {
        var instances: [ObjectInstance] = []
        for id in try keys(of: object) {
            if case .server(let server) = requester, object.id != 2,
                !accessControl.rights(of: server, object: object.id, instance: id).contains(.read)
            {
                continue
            }
            instances.append(try readInstance(object, id, from: requester))
        }
        return .object(object.id, instances)
    }

    private func readInstance(
        _ object: LoadedObject, _ instance: ObjectInstanceID, from requester: Requester
    ) throws(LwM2MError) -> ObjectInstance {
        let ids = try keys(of: object, instance: instance)
        if ids.isEmpty, try !keys(of: object).contains(instance) {
            throw LwM2MError(.notFound, "\(Path(object.id, instance)) does not exist")
        }
        var resources: [Resource] = []
        resources.reserveCapacity(ids.count)
        for id in ids {
            let operations = object.slot(id)?.operations ?? .read
            if operations.contains(.execute) { continue }
            if requester == .host, object.unshown.contains(id) { continue }
            if requester.isDeviceManagement, !operations.contains(.read) { continue }
            let content: ResourceContent
            do throws(LwM2MError) {
                content = try readResource(object.served, instance, id, from: requester)
            } catch  where error.code == .notFound || error.code == .methodNotAllowed {
                continue
            }
            if content != .single(nil) { resources.append(Resource(id: id, content: content)) }
        }
        return ObjectInstance(id: instance, resources: resources)
    }

    /// Asks the script for a Resource and checks what it answers.
    func readResource(
        _ object: ServedObject, _ instance: ObjectInstanceID, _ resource: ResourceID, from requester: Requester
    ) throws(LwM2MError) -> ResourceContent {
        func context() -> RequestContext {
            RequestContext(
                file: objects[object.id]?.fileName ?? "", path: Path(object.id, instance, resource), operation: .read,
                requester: requester)
        }
        let call: LuaMethodCall
        do throws(LuaError) {
            call = try LuaMethodCall(
                methods.read, of: object.table, Int64(instance), Int64(resource),
                flag: requester.isDeviceManagement, in: lua)
        } catch {
            throw fault(error, for: context())
        }
        if call.code != Int64(ResponseCode.content.rawValue) { try check(call.code, for: context()) }
        // The common cases first: a number needs no copy of anything.
        if let word = call.word {
            if word == TypeWords.float {
                if let number = call.number { return .single(.float(number)) }
                if let number = call.integer { return .single(.float(Double(number))) }
            }
            if word == TypeWords.integer, let number = call.integer { return .single(.integer(number)) }
        }
        return try content(
            call, as: try stated(call, for: context()), isMultiple: objects[object.id]?.slot(resource)?.isMultiple,
            context())
    }

    /// The type that the script states where it is not that of its own table.
    private func stated(
        _ call: borrowing LuaMethodCall, for context: RequestContext
    ) throws(LwM2MError) -> DataType {
        if let word = call.word { return TypeWords.types[word] }
        let value: LuaValue
        do throws(LuaError) { value = try call.second() } catch { throw fault(located(error, context), for: context) }
        guard let word = value.text, let type = DataType(rawValue: word) else {
            throw fault(
                LuaError(
                    .runtime,
                    "'read' answered the type \(value.text.map { "'\($0)'" } ?? value.typeName), which is none"),
                for: context)
        }
        return type
    }

    /// The error with the place of the script's `read` in front, where that answered with too much.
    private func located(_ error: LuaError, _ context: RequestContext) -> LuaError {
        let table = context.path.object.flatMap { objects[$0]?.table }
        return table.map { lua.placed(error, at: methods.read, of: $0) } ?? error
    }

    private func content(
        _ call: borrowing LuaMethodCall, as type: DataType, isMultiple: Bool?, _ context: RequestContext
    ) throws(LwM2MError) -> ResourceContent {
        let value: LuaValue
        do throws(LuaError) { value = try call.third() } catch { throw fault(located(error, context), for: context) }
        guard case .table(let fields) = value else {
            if isMultiple == true, value != .nil {
                note("the Resource is multiple and the script answered one value instead of a table", for: context)
            }
            if value == .nil || (ValueMapping.isUnset(value, as: type)) { return .single(nil) }
            return .single(try resourceValue(value, as: type, "the value", context))
        }
        if isMultiple == false { note("the Resource is single and the script answered a table", for: context) }
        var instances: [ResourceInstance] = []
        for field in fields {
            guard let id = field.key.integer.flatMap({ ResourceInstanceID(exactly: $0) }), id != maxID else {
                throw fault(LuaError(.runtime, "the table of values has a key that is no id"), for: context)
            }
            instances.append(
                ResourceInstance(id: id, value: try resourceValue(field.value, as: type, "value \(id)", context)))
        }
        return .multiple(instances)
    }

    private func resourceValue(
        _ value: LuaValue, as type: DataType, _ what: String, _ context: RequestContext
    ) throws(LwM2MError) -> ResourceValue {
        if let value = ValueMapping.resourceValue(value, as: type) { return value }
        let given =
            switch value {
            case .integer(let number): "the number \(number)"
            case .number(let number): "the number \(number)"
            case .string(let string): string.validText.map { "\"\($0.prefix(40))\"" } ?? "bytes that are not UTF-8"
            case .boolean(let flag): "\(flag)"
            default: "a \(value.typeName)"
            }
        throw fault(LuaError(.runtime, "\(what) is \(given), which is no \(type.rawValue)"), for: context)
    }
}
