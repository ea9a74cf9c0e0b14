/// A payload with values, resolved against the path of its request.
///
/// - Source: LwM2M 1.0.1 §6.4.3, §6.4.4.
package struct WritePayload: Hashable, Sendable {
    /// The part of a payload for one Object Instance.
    package struct Instance: Hashable, Sendable {
        /// nil if the payload names none and the client must choose it.
        package var id: ObjectInstanceID?
        /// In the order of the payload, without repeated ids.
        package var resources: [RawResource]
    }

    /// In the order of the payload, without repeated ids. Exactly one for a request to an Object Instance or a
    /// Resource.
    package var instances: [Instance]

    init(instances: [Instance]) { self.instances = instances }

    /// The parts of a payload that must itself name every Object Instance, as that of a bootstrap Write must.
    ///
    /// - throws: 4.00 if one is not named.
    /// - Source: LwM2M 1.0.1 §5.2.7.4.
    package func namedInstances(
        at path: Path
    ) throws(LwM2MError) -> [(id: ObjectInstanceID, resources: [RawResource])] {
        var named: [(id: ObjectInstanceID, resources: [RawResource])] = []
        for instance in instances {
            guard let id = instance.id else {
                throw LwM2MError(.badRequest, "\(path): the payload names no Object Instance")
            }
            named.append((id, instance.resources))
        }
        return named
    }
}

extension WritePayload {
    /// Reads a payload in TLV.
    ///
    /// An Object Instance may be wrapped in its own entry; a multiple Resource may lack the entry around its Resource
    /// Instances.
    ///
    /// - Parameters:
    ///   - path: an Object, an Object Instance or a Resource.
    ///   - isMultiple: whether the Resource of the path is multiple by its definition.
    /// - throws: 4.00 for a payload that is malformed, contradicts the path, or repeats an id.
    package init(tlv bytes: [UInt8], at path: Path, isMultiple: Bool = true) throws(LwM2MError) {
        let entries = try TLVDecoder.entries(of: bytes)
        let kinds = Set(entries.map { $0.kind == .multipleResource ? .resource : $0.kind })
        guard kinds.count < 2 else {
            throw LwM2MError(.badRequest, "TLV: entries of several levels stand side by side")
        }
        switch (path.depth, kinds.first) {
        case (1, .objectInstance):
            try Self.checkIDs(entries)
            instances = []
            for entry in entries {
                instances.append(Instance(id: entry.id, resources: try Self.resources(entry.children)))
            }
        case (1, .resource), (1, nil): instances = [Instance(id: nil, resources: try Self.resources(entries))]
        case (2, .objectInstance):
            guard entries.count == 1, entries[0].id == path.instance else {
                throw LwM2MError(.badRequest, "TLV: the Object Instance of the payload is not that of \(path)")
            }
            instances = [Instance(id: path.instance, resources: try Self.resources(entries[0].children))]
        case (2, .resource), (2, nil):
            instances = [Instance(id: path.instance, resources: try Self.resources(entries))]
        case (3, .resource):
            guard entries.count == 1, entries[0].id == path.resource else {
                throw LwM2MError(.badRequest, "TLV: the payload is not of the Resource \(path)")
            }
            instances = [Instance(id: path.instance, resources: try Self.resources(entries))]
        case (3, .resourceInstance) where isMultiple:
            let wrapped = [TLVEntry(.multipleResource, path.resource ?? 0, children: entries)]
            instances = [Instance(id: path.instance, resources: try Self.resources(wrapped))]
        default: throw LwM2MError(.badRequest, "TLV: entries of this level do not fit \(path)")
        }
    }

    private static func resources(_ entries: [TLVEntry]) throws(LwM2MError) -> [RawResource] {
        try checkIDs(entries)
        var resources: [RawResource] = []
        resources.reserveCapacity(entries.count)
        for entry in entries {
            guard entry.kind == .multipleResource else {
                resources.append(RawResource(id: entry.id, content: .single(.tlv(entry.value))))
                continue
            }
            try checkIDs(entry.children)
            let values = entry.children.map { RawResource.RawInstance(id: $0.id, value: .tlv($0.value)) }
            resources.append(RawResource(id: entry.id, content: .multiple(values)))
        }
        return resources
    }

    /// Checks that no id is repeated and that 65535 names no instance.
    private static func checkIDs(_ entries: [TLVEntry]) throws(LwM2MError) {
        var seen: Set<UInt16> = []
        for entry in entries {
            guard seen.insert(entry.id).inserted else {
                throw LwM2MError(.badRequest, "TLV: the id \(entry.id) stands twice")
            }
            if entry.id == maxID, entry.kind == .objectInstance || entry.kind == .resourceInstance {
                throw LwM2MError(.badRequest, "TLV: the id 65535 names no instance")
            }
        }
    }
}

extension WritePayload {
    /// Reads a payload in LwM2M JSON.
    ///
    /// - Parameters:
    ///   - path: an Object, an Object Instance or a Resource.
    ///   - isMultiple: whether the Resource of the path is multiple by its definition; an empty list then means
    ///     zero instances of it.
    /// - throws: 4.00 for a payload that is malformed, has entries outside the path, or repeats a path.
    package init(json bytes: [UInt8], at path: Path, isMultiple: Bool = true) throws(LwM2MError) {
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
    /// Adds a Resource Instance in place; false if this is one value.
    fileprivate mutating func append(_ instance: RawResource.RawInstance) -> Bool {
        guard case .multiple(var instances) = self else { return false }
        // Releases the array, so that appending to it copies nothing.
        self = .multiple([])
        instances.append(instance)
        self = .multiple(instances)
        return true
    }
}
