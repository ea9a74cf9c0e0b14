/// One instance of the Access Control Object: who may do what with one Object Instance, or create instances of an
/// Object.
///
/// - Source: LwM2M 1.0.1 appendix E.3.
package struct AccessControlEntry: Hashable, Sendable {
    /// The id of the instance of the Access Control Object that holds the entry; nil if none does.
    package var id: ObjectInstanceID?
    /// The Object that the entry guards.
    package var object: ObjectID
    /// The Object Instance that the entry guards; `maxID` guards the creation of instances.
    package var instance: ObjectInstanceID
    /// The owner; `maxID` means that only bootstrap may change the entry.
    package var owner: ShortServerID
    /// The rights by Short Server ID; 0 applies to servers without rights of their own.
    package var rights: [ShortServerID: AccessRights]

    package init(
        object: ObjectID, instance: ObjectInstanceID, owner: ShortServerID, rights: [ShortServerID: AccessRights] = [:],
        id: ObjectInstanceID? = nil
    ) {
        self.id = id
        self.object = object
        self.instance = instance
        self.owner = owner
        self.rights = rights
    }

    /// What a server may do with the guarded Object Instance.
    ///
    /// A server's own rights alone decide, even for the owner; without them, the owner has all rights but create, and
    /// entry 0 applies to the others.
    ///
    /// - Source: LwM2M 1.0.1 §7.3.2.2.
    package func rights(of server: ShortServerID) -> AccessRights {
        if let own = rights[server] { return own }
        if server == owner { return .owner }
        return rights[0] ?? []
    }
}

extension AccessControlEntry {
    /// Reads all instances of the Access Control Object of a data model, in its order; those that name no Object
    /// Instance are left out.
    package static func all(in model: any DataModel) -> [AccessControlEntry] {
        model.instances(of: .accessControl).compactMap { AccessControlEntry($0, in: model) }
    }

    /// Reads one instance of the Access Control Object; nil if it does not exist or names no Object Instance.
    package init?(_ id: ObjectInstanceID, in model: any DataModel) {
        guard case .instance(let instance)? = try? model.read(Path(.accessControl, id), from: .bootstrap) else {
            return nil
        }
        self.init(id, instance)
    }

    /// The content of an instance of the Access Control Object; nil if it names no Object Instance.
    package init?(_ id: ObjectInstanceID, _ instance: ObjectInstance) {
        guard let object = instance.integer(AccessControlResource.objectID).flatMap({ ObjectID(exactly: $0) }),
            let target = instance.integer(AccessControlResource.objectInstanceID).flatMap({
                ObjectInstanceID(exactly: $0)
            })
        else { return nil }
        var rights: [ShortServerID: AccessRights] = [:]
        if case .multiple(let values)? = instance.content(AccessControlResource.accessControlList) {
            for value in values {
                guard case .integer(let mask) = value.value else { continue }
                rights[value.id] = AccessRights(rawValue: UInt16(truncatingIfNeeded: mask))
            }
        }
        let owner = instance.integer(AccessControlResource.owner).flatMap { ShortServerID(exactly: $0) } ?? maxID
        self.init(object: object, instance: target, owner: owner, rights: rights, id: id)
    }

    /// The Resources that an instance of the Access Control Object has for the entry.
    package var resources: [Resource] {
        let masks = rights.sorted { $0.key < $1.key }.map {
            ResourceInstance(id: $0.key, value: .integer(Int64($0.value.rawValue)))
        }
        return [
            Resource(id: AccessControlResource.objectID, value: .integer(Int64(object))),
            Resource(id: AccessControlResource.objectInstanceID, value: .integer(Int64(instance))),
            Resource(id: AccessControlResource.accessControlList, content: .multiple(masks)),
            Resource(id: AccessControlResource.owner, value: .integer(Int64(owner))),
        ]
    }
}
