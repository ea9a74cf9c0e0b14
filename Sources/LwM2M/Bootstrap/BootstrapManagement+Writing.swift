extension BootstrapManagement {
    /// Writes instances or a Resource, whether or not they exist and whatever their operations; all or nothing.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.7.4.
    mutating func write(_ request: Request, at path: Path) throws(LwM2MError) -> Response {
        guard let object = path.object else {
            throw LwM2MError(.methodNotAllowed, "the path / names no Object to write")
        }
        guard let definition = model.definition(of: object) else {
            throw LwM2MError(.badRequest, "Object \(object) does not exist")
        }
        var parts: [(path: Path, resources: [Resource])] = []
        if let id = path.resource, let instance = path.instance {
            guard let resource = definition[id], !resource.operations.contains(.execute) else {
                throw LwM2MError(.badRequest, "\(path) is no Resource that holds a value")
            }
            let content = try ResourcePayload.resource(
                of: request.payload, as: request.contentFormat, at: path, definition: resource)
            parts = [(Path(object, instance), [content])]
        } else {
            let payload = try InstancePayload.payload(of: request.payload, as: request.contentFormat, at: path)
            for instance in try payload.namedInstances(at: path) {
                let resources = try InstancePayload.bootstrapping(instance.resources, of: definition)
                parts.append((Path(object, instance.id), resources))
            }
        }
        let existing = Set(model.instances(of: object))
        try apply(parts, of: object)
        for part in parts {
            wrote(part.resources, to: part.path, isNew: !existing.contains(part.path.instance ?? 0))
        }
        return Response(.changed)
    }

    private func apply(_ parts: [(path: Path, resources: [Resource])], of object: ObjectID) throws(LwM2MError) {
        let existing = Set(model.instances(of: object))
        let backups = parts.count > 1 ? parts.map { InstanceBackup(of: $0.path, in: model) } : []
        do throws(LwM2MError) {
            for part in parts {
                guard part.path.instance != maxID else {
                    throw LwM2MError(.badRequest, "\(part.path): 65535 names no instance")
                }
                if existing.contains(part.path.instance ?? 0) {
                    try model.write(part.resources, to: part.path, mode: .replace, from: .bootstrap)
                } else {
                    _ = try model.create(part.path, with: part.resources, from: .bootstrap)
                }
            }
        } catch {
            for backup in backups { try? backup.restore(in: model) }
            throw error.code == .internalServerError ? error : LwM2MError(.badRequest, error.message)
        }
    }
}
