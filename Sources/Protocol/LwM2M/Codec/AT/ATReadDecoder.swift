extension Node {
    /// Reads the content of a path from an answer of `+ULWM2MREAD`.
    ///
    /// Fields may be of another kind than the type of their Resource, as some modules write them: `"sv":"25"` for a number.
    ///
    /// - Parameter path: an Object, an Object Instance or a Resource.
    /// - throws: 4.00 for a text that is malformed or does not match the path and the definition.
    /// - Source: UBX-18068860 R09 §4.5, §5.3.4.
    package init(atAnswer text: String, at path: Path, definition: ObjectDefinition) throws(LwM2MError) {
        var entries = try LwM2MJSONDecoder.entries(of: Array(text.utf8), at: .root)
        for index in entries.indices {
            let place = entries[index].path
            guard place.isWithin(path) else { throw LwM2MError(.badRequest, "\(place) does not lie within \(path)") }
            // The base name of a single Resource names it already.
            if place.depth == 4, place.resource.flatMap({ definition[$0]?.isMultiple }) == false {
                entries[index].path = place.parent
            }
        }
        if entries.isEmpty, let id = path.resource, definition[id]?.isMultiple == false {
            self = .resource(Resource(id: id, content: .single(nil)))
            return
        }
        let isMultiple = path.resource.flatMap { definition[$0]?.isMultiple } ?? true
        var instances: [ObjectInstance] = []
        for instance in try WritePayload(entries: entries, at: path, isMultiple: isMultiple).instances {
            if path.depth == 1, instance.id == nil { continue }
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
                throw LwM2MError(.badRequest, "\(path): the answer has no such Resource")
            }
            self = .resource(resource)
        }
    }
}
