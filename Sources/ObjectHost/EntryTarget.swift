import LwM2M

/// What an instance of Object 2 guards.
struct EntryTarget: Hashable {
    var object: ObjectID
    var instance: ObjectInstanceID
}

extension EntryTarget {
    init(_ entry: AccessControlEntry) { self.init(object: entry.object, instance: entry.instance) }
}
