/// One instance of the Access Control Object: who may do what with one Object Instance, or create instances of an Object.
///
/// - Source: LwM2M 1.0.1 appendix E.3.
public struct AccessControlEntry: Hashable, Sendable {
    /// The id of the instance of the Access Control Object that holds the entry; nil where none does.
    public var id: ObjectInstanceID?
    /// The Object that the entry guards.
    public var object: ObjectID
    /// The Object Instance that the entry guards; `maxID` guards the creation of instances.
    public var instance: ObjectInstanceID
    /// The owner; `maxID` means that only bootstrap may change the entry.
    public var owner: ShortServerID
    /// The rights by Short Server ID; 0 holds for servers that have none of their own.
    public var rights: [ShortServerID: AccessRights]

    public init(
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
    /// An own entry decides alone, also for the owner; without one the owner has all but create; entry 0 serves the
    /// others.
    ///
    /// - Source: LwM2M 1.0.1 §7.3.2.2.
    public func rights(of server: ShortServerID) -> AccessRights {
        if let own = rights[server] { return own }
        if server == owner { return .owner }
        return rights[0] ?? []
    }
}
