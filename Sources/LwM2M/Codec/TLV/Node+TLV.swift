extension Node {
    /// The content of a path from what a client answered in TLV.
    ///
    /// - Parameter path: an Object, an Object Instance or a Resource.
    /// - throws: 4.00 for a payload that is malformed or does not go with the path and the definition.
    public init(tlv payload: [UInt8], at path: Path, definition: ObjectDefinition) throws(LwM2MError) {
        let isMultiple = path.resource.flatMap { definition[$0]?.isMultiple } ?? true
        let content = try WritePayload(tlv: payload, at: path, isMultiple: isMultiple)
        var instances: [ObjectInstance] = []
        for instance in content.instances {
            // An Object without instances is an empty payload.
            if path.depth == 1, instance.id == nil, instance.resources.isEmpty { continue }
            var resources: [Resource] = []
            for raw in instance.resources {
                guard let known = definition[raw.id] else {
                    throw LwM2MError(.badRequest, "\(path): Resource \(raw.id) is not defined")
                }
                resources.append(try raw.typed(by: known))
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
