extension WritePayload {
    /// Reads a payload in TLV.
    ///
    /// An Object Instance may be wrapped in its own entry, a multiple Resource may lack its entry around the Resource
    /// Instances.
    ///
    /// - Parameters:
    ///   - path: an Object, an Object Instance or a Resource.
    ///   - isMultiple: whether the Resource of the path is multiple by its definition.
    /// - throws: 4.00 for what is no such payload, contradicts the path, or names an id twice.
    public init(tlv bytes: [UInt8], at path: Path, isMultiple: Bool = true) throws(LwM2MError) {
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

    /// Makes sure that no id stands twice and that 65535 names no instance.
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
