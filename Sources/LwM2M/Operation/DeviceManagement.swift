/// Answers the requests of servers on the interfaces for device management and reporting.
///
/// It knows no messages and no clock: a request goes in with the server that sent it, an answer comes out. Observing is
/// left to the owner, who asks for the content here (`observe`, `notification`).
///
/// - Source: LwM2M 1.0.1 §5.4, §5.5, §8.2.5, §8.2.6.
public struct DeviceManagement {
    public let model: any DataModel
    /// The segments in front of the paths that the client registers, which servers may leave out; empty for `/`.
    public let alternatePath: [String]
    /// What the servers have written with Write-Attributes.
    public var attributes = AttributeStore()

    public init(_ model: any DataModel, alternatePath: [String] = []) {
        self.model = model
        self.alternatePath = alternatePath
    }

    /// The path that a request names, without the alternate path.
    ///
    /// - throws: 4.04 for one that is none.
    public func path(of request: Request) throws(LwM2MError) -> Path {
        if !alternatePath.isEmpty, request.path.starts(with: alternatePath) {
            return try Path(segments: request.path.dropFirst(alternatePath.count))
        }
        return try Path(segments: request.path)
    }

    /// Carries out a request of a server and answers it; an Observe is answered as the Read that it begins with.
    public mutating func answer(_ request: Request, from server: ShortServerID) -> Response {
        do throws(LwM2MError) {
            let path = try path(of: request)
            if path.object == 0 { throw LwM2MError(.unauthorized, "no server may reach Object 0") }
            let operation: ManagementOperation
            do throws(LwM2MError) { operation = try ManagementOperation(request, at: path) } catch {
                // An Object that does not exist comes before a method that its level has not.
                if let object = path.object { _ = try definition(of: object) }
                throw error
            }
            do throws(LwM2MError) {
                return try carryOut(operation, request, at: path, from: server)
            } catch {
                // The checks stand in a fixed order, and a request that succeeds passes all of them in any order.
                if error.code.isClientError { try check(operation, at: path, from: server) }
                throw error
            }
        } catch {
            return Response(error)
        }
    }

    private mutating func carryOut(
        _ operation: ManagementOperation, _ request: Request, at path: Path, from server: ShortServerID
    ) throws(LwM2MError) -> Response {
        switch operation {
        case .read, .observe, .cancelObserve: try read(request, at: path, from: server).response
        case .discover: try discover(path, from: server)
        case .write(let mode): try write(request, at: path, mode: mode, from: server)
        case .writeAttributes: try writeAttributes(request.queries, at: path, from: server)
        case .execute: try execute(request, at: path, from: server)
        case .create: try create(request, at: path, from: server)
        case .delete: try delete(path, from: server)
        }
    }

    /// What a request has to pass before its payload is looked at: Object, Object Instance, rights, Resource, in this
    /// order.
    ///
    /// - throws: 4.04, 4.01 or 4.05.
    public func check(
        _ operation: ManagementOperation, at path: Path, from server: ShortServerID
    ) throws(LwM2MError) {
        guard let object = path.object else { throw LwM2MError(.badRequest, "the path / names no Object") }
        if object == 0 { throw LwM2MError(.unauthorized, "no server may reach Object 0") }
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

    func definition(of object: ObjectID) throws(LwM2MError) -> ObjectDefinition {
        guard let definition = model.definition(of: object) else {
            throw LwM2MError(.notFound, "Object \(object) does not exist")
        }
        return definition
    }
}
