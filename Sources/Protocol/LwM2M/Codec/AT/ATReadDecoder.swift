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
        let payload = try WritePayload(entries: entries, at: path, isMultiple: isMultiple)
        try self.init(payload, at: path, definition: definition)
    }
}
