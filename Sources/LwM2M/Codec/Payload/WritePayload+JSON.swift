extension WritePayload {
    /// Reads a payload in LwM2M JSON.
    ///
    /// - Parameters:
    ///   - path: an Object, an Object Instance or a Resource.
    ///   - isMultiple: whether the Resource of the path is multiple by its definition; an empty list is zero instances
    ///     of it then.
    /// - throws: 4.00 for what is no such payload, lies elsewhere, or names a path twice.
    public init(json bytes: [UInt8], at path: Path, isMultiple: Bool = true) throws(LwM2MError) {
        try self.init(entries: try LwM2MJSONDecoder.entries(of: bytes, at: path), at: path, isMultiple: isMultiple)
    }

    init(entries: [JSONEntry], at path: Path, isMultiple: Bool) throws(LwM2MError) {
        instances = []
        var places: [Path: (instance: Int, resource: Int)] = [:]
        var instanceIndexes: [ObjectInstanceID: Int] = [:]
        for entry in entries {
            guard let id = entry.path.instance, let resource = entry.path.resource else { continue }
            let index = instanceIndexes[id] ?? instances.count
            if index == instances.count {
                instances.append(Instance(id: id, resources: []))
                instanceIndexes[id] = index
            }
            let key = Path(entry.path.object ?? 0, id, resource)
            guard let part = entry.path.resourceInstance else {
                guard places[key] == nil else { throw Self.twice(key) }
                places[key] = (index, instances[index].resources.count)
                instances[index].resources.append(RawResource(id: resource, content: .single(.json(entry.field))))
                continue
            }
            let value = RawResource.RawInstance(id: part, value: .json(entry.field))
            if let place = places[key] {
                guard instances[place.instance].resources[place.resource].content.append(value) else {
                    throw Self.twice(key)
                }
            } else {
                places[key] = (index, instances[index].resources.count)
                instances[index].resources.append(RawResource(id: resource, content: .multiple([value])))
            }
        }
        if instances.isEmpty { instances = [try Self.empty(at: path, isMultiple: isMultiple)] }
    }

    private static func empty(at path: Path, isMultiple: Bool) throws(LwM2MError) -> Instance {
        guard let resource = path.resource else { return Instance(id: path.instance, resources: []) }
        guard isMultiple else { throw LwM2MError(.badRequest, "JSON: there is no value for \(path)") }
        return Instance(id: path.instance, resources: [RawResource(id: resource, content: .multiple([]))])
    }

    private static func twice(_ path: Path) -> LwM2MError {
        LwM2MError(.badRequest, "JSON: \(path) stands as one value and as Resource Instances")
    }
}

extension RawResource.Content {
    /// Adds a Resource Instance in place; false where this is one value.
    fileprivate mutating func append(_ instance: RawResource.RawInstance) -> Bool {
        guard case .multiple(var instances) = self else { return false }
        // Let go of the array, so that adding to it copies nothing.
        self = .multiple([])
        instances.append(instance)
        self = .multiple(instances)
        return true
    }
}
