extension AccessControlEntry {
    /// Reads all instances of the Access Control Object of a data model, in its order; one that names no Object
    /// Instance is left out.
    public static func all(in model: any DataModel) -> [AccessControlEntry] {
        model.instances(of: 2).compactMap { AccessControlEntry($0, in: model) }
    }

    /// Reads one instance of the Access Control Object; nil where there is none or it names no Object Instance.
    public init?(_ id: ObjectInstanceID, in model: any DataModel) {
        guard case .instance(let instance)? = try? model.read(Path(2, id), from: .bootstrap) else { return nil }
        self.init(id, instance)
    }

    /// The content of an instance of the Access Control Object; nil where it names no Object Instance.
    public init?(_ id: ObjectInstanceID, _ instance: ObjectInstance) {
        guard let object = instance.integer(0).flatMap({ ObjectID(exactly: $0) }),
            let target = instance.integer(1).flatMap({ ObjectInstanceID(exactly: $0) })
        else { return nil }
        var rights: [ShortServerID: AccessRights] = [:]
        if case .multiple(let values)? = instance.content(2) {
            for value in values {
                guard case .integer(let mask) = value.value else { continue }
                rights[value.id] = AccessRights(rawValue: UInt16(truncatingIfNeeded: mask))
            }
        }
        let owner = instance.integer(3).flatMap { ShortServerID(exactly: $0) } ?? maxID
        self.init(object: object, instance: target, owner: owner, rights: rights, id: id)
    }

    /// The Resources that an instance of the Access Control Object has for the entry.
    public var resources: [Resource] {
        let masks = rights.sorted { $0.key < $1.key }.map {
            ResourceInstance(id: $0.key, value: .integer(Int64($0.value.rawValue)))
        }
        return [
            Resource(id: 0, value: .integer(Int64(object))), Resource(id: 1, value: .integer(Int64(instance))),
            Resource(id: 2, content: .multiple(masks)), Resource(id: 3, value: .integer(Int64(owner))),
        ]
    }
}
