import Lua
package import LwM2M

extension ObjectHost: DataModel {
    package func read(_ path: Path, from requester: Requester) throws(LwM2MError) -> Node {
        if path.depth == 3, let resource = path.resource, let recent, recent.id == path.object, recent.id != .security,
            isOpen(to: requester), let instance = path.instance
        {
            // The common Read, on a fast path.
            let content = try readResource(recent, instance, resource, from: requester)
            return .resource(Resource(id: resource, content: content))
        }
        try requester.checkReach(of: path.object)
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

    /// All instances that the requester may read; the others are left out without an error.
    private func readObject(_ object: LoadedObject, from requester: Requester) throws(LwM2MError) -> Node {
        var instances: [ObjectInstance] = []
        for id in try keys(of: object) {
            if case .server(let server) = requester, object.id != .accessControl,
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

    /// Reads a Resource from the script and checks what it returns.
    func readResource(
        _ object: ServedObject, _ instance: ObjectInstanceID, _ resource: ResourceID, from requester: Requester
    ) throws(LwM2MError) -> ResourceContent {
        func context() -> RequestContext {
            RequestContext(
                file: objects[object.id]?.fileName ?? "", path: Path(object.id, instance, resource), operation: .read,
                requester: requester)
        }
        let call: LuaCall
        do throws(LuaError) {
            call = try LuaCall(
                methods.read, of: object.table, Int64(instance), Int64(resource),
                flag: requester.isDeviceManagement, in: lua)
        } catch {
            throw fault(error, for: context())
        }
        if call.code != Int64(ResponseCode.content.rawValue) { try check(call.code, for: context()) }
        func isMultiple() -> Bool? { objects[object.id]?.slot(resource)?.isMultiple }
        // The common cases first: a number requires no copy, a text only one.
        if let word = call.word, !object.hasMultiple || isMultiple() != true {
            if word == TypeWords.float {
                if let number = call.number { return .single(.float(number)) }
                if let number = call.integer { return .single(.float(Double(number))) }
            }
            if word == TypeWords.integer, let number = call.integer { return .single(.integer(number)) }
            if word == TypeWords.string, let text = call.text { return .single(.string(text)) }
        }
        return try content(call, as: try stated(call, for: context), isMultiple: isMultiple(), for: context)
    }

    /// The type that the script states, which may differ from that of its own table.
    private func stated(
        _ call: borrowing LuaCall, for context: () -> RequestContext
    ) throws(LwM2MError) -> DataType {
        if let word = call.word { return TypeWords.types[word] }
        let value: LuaValue
        do throws(LuaError) { value = try call.second() } catch { throw fault(error, for: context()) }
        guard let word = value.text, let type = DataType(rawValue: word) else {
            throw fault(
                LuaError(
                    .runtime,
                    "'read' answered the type \(value.text.map { "'\($0)'" } ?? value.typeName), which is none"),
                for: context())
        }
        return type
    }

    private func content(
        _ call: borrowing LuaCall, as type: DataType, isMultiple: Bool?, for context: () -> RequestContext
    ) throws(LwM2MError) -> ResourceContent {
        let value: LuaValue
        do throws(LuaError) { value = try call.third() } catch { throw fault(error, for: context()) }
        guard case .table(let fields) = value else {
            if isMultiple == true, value != .nil {
                note("the Resource is multiple and the script answered one value instead of a table", for: context())
            }
            if value == .nil || (ValueMapping.isUnset(value, as: type)) { return .single(nil) }
            return .single(try resourceValue(value, as: type, "the value", for: context))
        }
        if isMultiple == false { note("the Resource is single and the script answered a table", for: context()) }
        var instances: [ResourceInstance] = []
        for field in fields {
            guard let id = field.key.integer.flatMap({ ResourceInstanceID(exactly: $0) }), id != maxID else {
                throw fault(LuaError(.runtime, "the table of values has a key that is not an id"), for: context())
            }
            instances.append(
                ResourceInstance(id: id, value: try resourceValue(field.value, as: type, "value \(id)", for: context)))
        }
        return .multiple(instances)
    }

    private func resourceValue(
        _ value: LuaValue, as type: DataType, _ what: String, for context: () -> RequestContext
    ) throws(LwM2MError) -> ResourceValue {
        if let value = ValueMapping.resourceValue(value, as: type) { return value }
        let given =
            switch value {
            case .integer(let number): "the number \(number)"
            case .number(let number): "the number \(number)"
            case .string(let string):
                String(utf8: string.bytes).map { "\"\($0.prefix(40))\"" } ?? "bytes that are not UTF-8"
            case .boolean(let flag): "\(flag)"
            default: "a \(value.typeName)"
            }
        throw fault(LuaError(.runtime, "\(what) is \(given), which is no \(type.rawValue)"), for: context())
    }
}

extension ObjectHost {
    package func discover(_ path: Path, from requester: Requester) throws(LwM2MError) -> [DiscoveredPath] {
        try requester.checkReach(of: path.object)
        guard path.depth > 0 else {
            guard !requester.isDeviceManagement else { throw LwM2MError(.badRequest, "the path / names no Object") }
            return objectIDs.flatMap { id in
                let instances = instances(of: id)
                return instances.isEmpty
                    ? [DiscoveredPath(path: Path(id))] : instances.map { DiscoveredPath(path: Path(id, $0)) }
            }
        }
        let object = try object(at: path)
        guard path.depth < 4 else { throw LwM2MError(.notFound, "\(path): Discover ends at a Resource") }
        guard let instance = path.instance else {
            let version = object.definition.objectVersion
            var links = [DiscoveredPath(path: path, version: version == "1.0" ? nil : version)]
            for id in try keys(of: object) { links += try self.links(of: object, id, from: requester) }
            return links
        }
        guard let resource = path.resource else {
            let links = try self.links(of: object, instance, from: requester)
            if links.count == 1, try !keys(of: object).contains(instance) {
                throw LwM2MError(.notFound, "\(path) does not exist")
            }
            return links
        }
        let context = RequestContext(file: object.fileName, path: path, operation: .discover, requester: requester)
        try runCoded(methods.discover, of: object, [Int64(instance), Int64(resource)], for: context)
        guard let link = try link(object, instance, resource, from: requester) else {
            throw LwM2MError(.notFound, "\(path) is not instantiated")
        }
        return [link]
    }

    private func links(
        of object: LoadedObject, _ instance: ObjectInstanceID, from requester: Requester
    ) throws(LwM2MError) -> [DiscoveredPath] {
        var links = [DiscoveredPath(path: Path(object.id, instance))]
        for id in try keys(of: object, instance: instance) {
            let context = RequestContext(
                file: object.fileName, path: Path(object.id, instance, id), operation: .discover, requester: requester)
            do throws(LwM2MError) {
                try runCoded(methods.discover, of: object, [Int64(instance), Int64(id)], for: context)
            } catch  where error.code == .notFound {
                continue
            }
            if let link = try link(object, instance, id, from: requester) { links.append(link) }
        }
        return links
    }

    /// The link of a Resource; nil if a server asks and the Resource has no value, so that it is not instantiated.
    private func link(
        _ object: LoadedObject, _ instance: ObjectInstanceID, _ resource: ResourceID, from requester: Requester
    ) throws(LwM2MError) -> DiscoveredPath? {
        let path = Path(object.id, instance, resource)
        guard let slot = object.slot(resource), !slot.operations.contains(.execute),
            slot.isMultiple || requester != .host
        else { return DiscoveredPath(path: path) }
        do throws(LwM2MError) {
            switch try readResource(object.served, instance, resource, from: .host) {
            case .single(nil) where requester != .host: return nil
            case .single: return DiscoveredPath(path: path)
            case .multiple(let values): return DiscoveredPath(path: path, dimension: values.count)
            }
        } catch  where error.code == .notFound && requester != .host {
            return nil
        } catch  where error.code != .internalServerError {
            // Discover needs no right to read: what a script keeps to itself is there all the same.
            return DiscoveredPath(path: path)
        }
    }
}

extension ObjectHost {
    /// Calls, for each instance, a function that the Object's script offers to the client beyond the contract.
    ///
    /// Nothing happens if the Object is not loaded or has no such function; a fault is logged.
    ///
    /// - Parameters:
    ///   - function: its name in the Object's table; it takes an instance and the argument.
    ///   - argument: a number of bytes, or of whatever the function counts.
    package func inform(_ id: ObjectID, _ function: String, _ argument: Int64) {
        guard let object = objects[id] else { return }
        do throws(LuaError) {
            guard case .function(let body) = try lua.field(function, of: object.table) else { return }
            for instance in instances(of: id) {
                try lua.call(body, [.integer(Int64(instance)), .integer(argument)])
            }
        } catch {
            log("\(object.fileName): \(function): \(error)")
        }
    }
}
