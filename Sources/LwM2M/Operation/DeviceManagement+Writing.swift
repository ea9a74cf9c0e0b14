extension DeviceManagement {
    func write(
        _ request: Request, at path: Path, mode: WriteMode, from server: ShortServerID
    ) throws(LwM2MError) -> Response {
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

    mutating func writeAttributes(
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
