/// An Object Instance with the Resources that a request reached.
///
/// - Source: LwM2M 1.0.1 §6.1.
public struct ObjectInstance: Hashable, Sendable {
    public var id: ObjectInstanceID
    /// In the order in which the script's table is walked, which the module shows.
    public var resources: [Resource]

    public init(id: ObjectInstanceID, resources: [Resource]) {
        self.id = id
        self.resources = resources
    }
}
