extension DeviceManagement {
    func execute(_ request: Request, at path: Path, from server: ShortServerID) throws(LwM2MError) -> Response {
        if let format = request.contentFormat, format.registered != .text {
            throw LwM2MError(.unsupportedContentFormat, "\(path): Execute takes text and not \(format)")
        }
        guard let arguments = String(validating: request.payload, as: UTF8.self) else {
            throw LwM2MError(.badRequest, "\(path): the arguments are not UTF-8")
        }
        _ = try ExecuteArguments(parsing: arguments)
        try model.execute(path, arguments: arguments, from: .server(server))
        return Response(.changed)
    }

    mutating func delete(_ path: Path, from server: ShortServerID) throws(LwM2MError) -> Response {
        try check(.delete, at: path, from: server)
        try model.delete(path, from: .server(server))
        attributes.remove(within: path)
        return Response(.deleted)
    }

    func create(_ request: Request, at path: Path, from server: ShortServerID) throws(LwM2MError) -> Response {
        guard let object = path.object else { throw LwM2MError(.badRequest, "the path / names no Object") }
        try check(.create, at: path, from: server)
        let definition = try definition(of: object)
        let payload = try InstancePayload.payload(of: request.payload, as: request.contentFormat, at: path)
        let taken = Set(model.instances(of: object))
        var wanted: [(path: Path, resources: [Resource])] = []
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
                (
                    instance.id.map { Path(object, $0) } ?? path,
                    try InstancePayload.creating(instance.resources, of: definition)
                ))
        }
        let made = try make(wanted, of: object, from: server)
        return Response(.created, location: made.count == 1 ? alternatePath + ["\(object)", "\(made[0])"] : [])
    }

    /// Makes all instances or none.
    private func make(
        _ wanted: [(path: Path, resources: [Resource])], of object: ObjectID, from server: ShortServerID
    ) throws(LwM2MError) -> [ObjectInstanceID] {
        var made: [ObjectInstanceID] = []
        do throws(LwM2MError) {
            for instance in wanted {
                made.append(try model.create(instance.path, with: instance.resources, from: .server(server)))
            }
        } catch {
            for id in made { try? model.delete(Path(object, id), from: .host) }
            throw error
        }
        return made
    }
}
