extension Node {
    /// The content of a path, from a payload whose values have no types yet.
    ///
    /// - Parameter path: an Object, an Object Instance or a Resource.
    /// - throws: 4.00 if the payload does not match the path and the definition.
    init(_ payload: WritePayload, at path: Path, definition: ObjectDefinition) throws(LwM2MError) {
        var instances: [ObjectInstance] = []
        for instance in payload.instances {
            // An Object without instances is an empty payload.
            if path.depth == 1, instance.id == nil, instance.resources.isEmpty { continue }
            var resources: [Resource] = []
            for raw in instance.resources {
                guard let known = definition[raw.id] else {
                    throw LwM2MError(.badRequest, "\(path): Resource \(raw.id) is not defined")
                }
                resources.append(try raw.fitting(known.type).typed(by: known))
            }
            instances.append(ObjectInstance(id: instance.id ?? path.instance ?? 0, resources: resources))
        }
        switch path.depth {
        case 1: self = .object(definition.id, instances)
        case 2: self = .instance(instances.first ?? ObjectInstance(id: path.instance ?? 0, resources: []))
        default:
            guard let resource = instances.first?.resources.first else {
                throw LwM2MError(.badRequest, "\(path): the payload has no such Resource")
            }
            self = .resource(resource)
        }
    }
}
