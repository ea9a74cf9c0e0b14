public import LwM2M

/// An Object as the console lists it.
public struct ObjectSummary: Hashable, Sendable {
    public var definition: ObjectDefinition
    /// The file it came from.
    public var fileName: String
    /// Sorted.
    public var instances: [ObjectInstanceID]

    public init(definition: ObjectDefinition, fileName: String, instances: [ObjectInstanceID]) {
        self.definition = definition
        self.fileName = fileName
        self.instances = instances
    }
}
