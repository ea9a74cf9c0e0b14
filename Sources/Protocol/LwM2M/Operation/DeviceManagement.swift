/// Answers the requests of servers on the interfaces for device management and reporting.
///
/// It knows no messages and no clock: it takes a request with the server that sent it, and returns an answer. The owner
/// manages observations and gets their content here (`observe`, `notification`).
///
/// - Source: LwM2M 1.0.1 §5.4, §5.5, §8.2.5, §8.2.6.
package struct DeviceManagement {
    package let model: any DataModel
    /// The segments in front of the paths that the client registers, which servers may leave out; empty for `/`.
    package let alternatePath: [String]
    /// What the servers have written with Write-Attributes.
    package var attributes = AttributeStore()

    package init(_ model: any DataModel, alternatePath: [String] = []) {
        self.model = model
        self.alternatePath = alternatePath
    }

    /// Carries out a request from a server and answers it; an Observe is answered like the Read that it begins with.
    package mutating func answer(_ request: Request, from server: ShortServerID) -> Response {
        do throws(LwM2MError) {
            try Requester.server(server).checkReach(of: request.path.object)
            do throws(LwM2MError) {
                return try carryOut(request, from: server)
            } catch {
                throw try firstRefusal(error, of: request, from: server)
            }
        } catch {
            return Response(error)
        }
    }

    private mutating func carryOut(_ request: Request, from server: ShortServerID) throws(LwM2MError) -> Response {
        switch request.operation {
        case .read, .observe, .cancelObserve: try read(request, from: server).response
        case .discover: try discover(request.path, from: server)
        case .write(let mode): try write(request, mode: mode, from: server)
        case .writeAttributes: try writeAttributes(request.attributes, at: request.path, from: server)
        case .execute: try execute(request, from: server)
        case .create: try create(request, from: server)
        case .delete: try delete(request.path, from: server)
        }
    }

    /// The refusal that takes precedence: the checks are in a fixed order, and a request that succeeds passes all of
    /// them in any order.
    private func firstRefusal(
        _ error: LwM2MError, of request: Request, from server: ShortServerID
    ) throws(LwM2MError) -> LwM2MError {
        if error.code.isClientError { try check(request.operation, at: request.path, from: server) }
        return error
    }

    /// Checks a request before its payload is read: Object, Object Instance, rights, Resource, in this order.
    ///
    /// - throws: 4.04, 4.01 or 4.05.
    private func check(
        _ operation: ManagementOperation, at path: Path, from server: ShortServerID
    ) throws(LwM2MError) {
        guard let object = path.object else { throw LwM2MError(.badRequest, "the path / names no Object") }
        let definition = try definition(of: object)
        if operation == .create { return try model.authorize(.create, at: path, from: .server(server)) }
        guard let instance = path.instance else { return }
        guard model.instances(of: object).contains(instance) else {
            throw LwM2MError(.notFound, "\(Path(object, instance)) does not exist")
        }
        if let right = operation.right {
            try model.authorize(right, at: Path(object, instance), from: .server(server))
        }
        guard let id = path.resource else { return }
        guard let resource = definition[id] else { throw LwM2MError(.notFound, "\(path) is not defined") }
        let needed: Operations? =
            switch operation {
            case .read, .observe, .cancelObserve, .writeAttributes: .read
            case .write: .write
            case .execute: .execute
            case .create, .delete, .discover: nil
            }
        if let needed, !resource.operations.isSuperset(of: needed) {
            throw LwM2MError(
                .methodNotAllowed, "\(path) has the operations '\(resource.operations)' and not '\(needed)'")
        }
    }

    /// The definition of an Object.
    ///
    /// - throws: 4.04 if it does not exist.
    package func definition(of object: ObjectID) throws(LwM2MError) -> ObjectDefinition {
        guard let definition = model.definition(of: object) else {
            throw LwM2MError(.notFound, "Object \(object) does not exist")
        }
        return definition
    }
}

extension DeviceManagement {
    private func execute(_ request: Request, from server: ShortServerID) throws(LwM2MError) -> Response {
        let path = request.path
        if let format = request.contentFormat, format.registered != .text {
            throw LwM2MError(.unsupportedContentFormat, "\(path): Execute takes text and not \(format)")
        }
        guard let arguments = String(utf8: request.payload) else {
            throw LwM2MError(.badRequest, "\(path): the arguments are not UTF-8")
        }
        _ = try ExecuteArguments(parsing: arguments)
        try model.execute(path, arguments: arguments, from: .server(server))
        return Response(.changed)
    }

    private mutating func delete(_ path: Path, from server: ShortServerID) throws(LwM2MError) -> Response {
        try check(.delete, at: path, from: server)
        try model.delete(path, from: .server(server))
        attributes.remove(within: path)
        return Response(.deleted)
    }

    private func create(_ request: Request, from server: ShortServerID) throws(LwM2MError) -> Response {
        let path = request.path
        guard let object = path.object else { throw LwM2MError(.badRequest, "the path / names no Object") }
        try check(.create, at: path, from: server)
        let definition = try definition(of: object)
        let payload = try InstancePayload.payload(of: request.payload, as: request.contentFormat, at: path)
        let taken = Set(model.instances(of: object))
        var wanted: [NewInstance] = []
        for instance in payload.instances {
            if let id = instance.id {
                guard !taken.contains(id) else { throw LwM2MError(.badRequest, "\(Path(object, id)) exists already") }
                guard definition.isMultiple || id == 0 else {
                    throw LwM2MError(.badRequest, "Object \(object) has one instance, 0, and not \(id)")
                }
            } else if !definition.isMultiple, !taken.isEmpty {
                throw LwM2MError(.badRequest, "Object \(object) has its one instance already")
            }
            wanted.append(
                NewInstance(
                    instance.id.map { Path(object, $0) } ?? path,
                    try InstancePayload.creating(instance.resources, of: definition)))
        }
        let made = try model.create(wanted, from: .server(server))
        return Response(.created, location: made.count == 1 ? alternatePath + ["\(object)", "\(made[0])"] : [])
    }
}

extension DeviceManagement {
    /// The content that an Observe begins with; the owner creates the observation from it.
    ///
    /// - throws: the refusal to answer with; then there is no observation.
    /// - Source: LwM2M 1.0.1 §5.5.1.
    package func observe(_ request: Request, from server: ShortServerID) throws(LwM2MError) -> Reading {
        try Requester.server(server).checkReach(of: request.path.object)
        do throws(LwM2MError) { return try read(request, from: server) } catch {
            throw try firstRefusal(error, of: request, from: server)
        }
    }

    /// The current content of an observed path, in the format of the Observe.
    ///
    /// - throws: 4.01 if the server may no longer read it, in which case nothing is sent; 4.04 if it no longer exists;
    ///   4.06 if the format cannot carry it.
    /// - Source: LwM2M 1.0.1 §5.5.2, §7.3.2.5.
    package func notification(
        of path: Path, as format: ContentFormat, for server: ShortServerID
    ) throws(LwM2MError) -> Reading {
        let node = try content(of: path, from: server)
        try Representation.check(node, as: format)
        return Reading(path: path, node: node, response: response(node, at: path, as: format))
    }

    private func read(_ request: Request, from server: ShortServerID) throws(LwM2MError) -> Reading {
        let path = request.path
        let node = try content(of: path, from: server)
        let format = try Representation.format(
            for: node, accept: request.accept, contentFormat: request.contentFormat)
        return Reading(path: path, node: node, response: response(node, at: path, as: format))
    }

    /// The content of a path as a server may read it.
    ///
    /// - throws: what its Read would be answered with; 4.04 for a Resource without a value.
    package func content(of path: Path, from server: ShortServerID) throws(LwM2MError) -> Node {
        let node = try model.read(path, from: .server(server))
        if case .resource(let resource) = node, resource.content == .single(nil) {
            throw LwM2MError(.notFound, "\(path) is not instantiated")
        }
        return node
    }

    private func response(_ node: Node, at path: Path, as format: ContentFormat) -> Response {
        Response(
            .content, contentFormat: format, payload: Representation.payload(of: node, at: path, as: format))
    }

    private func discover(_ path: Path, from server: ShortServerID) throws(LwM2MError) -> Response {
        let found = try model.discover(path, from: .server(server))
        let links = DiscoverLinks.links(of: found, at: path, attributes: attributes, for: server)
        return Response(
            .content, contentFormat: .linkFormat,
            payload: Array(LinkFormat.text(of: links, below: alternatePath).utf8))
    }
}

extension DeviceManagement {
    private func write(
        _ request: Request, mode: WriteMode, from server: ShortServerID
    ) throws(LwM2MError) -> Response {
        let path = request.path
        guard let object = path.object else { throw LwM2MError(.badRequest, "the path / names no Object") }
        let definition = try definition(of: object)
        let resources: [Resource]
        if let id = path.resource {
            guard let resource = definition[id] else { throw LwM2MError(.notFound, "\(path) is not defined") }
            resources = [
                try ResourcePayload.resource(
                    of: request.payload, as: request.contentFormat, at: path, definition: resource)
            ]
        } else {
            try check(.write(mode), at: path, from: server)
            let payload = try InstancePayload.payload(of: request.payload, as: request.contentFormat, at: path)
            resources = try InstancePayload.writable(payload.instances[0].resources, of: definition)
        }
        try model.write(resources, to: path, mode: mode, from: .server(server))
        return Response(.changed)
    }

    private mutating func writeAttributes(
        _ queries: [String], at path: Path, from server: ShortServerID
    ) throws(LwM2MError) -> Response {
        try check(.writeAttributes, at: path, from: server)
        var resource: ResourceDefinition?
        if let object = path.object, let id = path.resource {
            resource = try definition(of: object)[id]
            _ = try model.discover(path, from: .server(server))
        }
        attributes[server, path] = try attributes[server, path].writing(queries, to: resource)
        return Response(.changed)
    }
}
