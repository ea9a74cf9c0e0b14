public import LwM2M

/// An Object Instance that a new database has.
public struct FactoryInstance: Hashable, Sendable {
    /// `/1/10`.
    public var path: Path
    /// What differs from the instance that the Object's script makes by itself. A Resource that the product has not is
    /// passed over.
    public var resources: [Resource]

    public init(_ object: ObjectID, _ instance: ObjectInstanceID, _ values: [ResourceID: ResourceValue] = [:]) {
        path = Path(object, instance)
        resources = values.sorted { $0.key < $1.key }.map { Resource(id: $0.key, value: $0.value) }
    }

    mutating func set(_ resource: ResourceID, _ values: [ResourceInstanceID: ResourceValue]) {
        let instances = values.sorted { $0.key < $1.key }.map { ResourceInstance(id: $0.key, value: $0.value) }
        resources.append(Resource(id: resource, content: .multiple(instances)))
    }
}
