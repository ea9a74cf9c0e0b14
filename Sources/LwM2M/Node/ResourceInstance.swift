/// One value of a multiple Resource, with its id.
///
/// - Source: LwM2M 1.0.1 §6.1.
public struct ResourceInstance: Hashable, Sendable {
    public var id: ResourceInstanceID
    public var value: ResourceValue

    public init(id: ResourceInstanceID, value: ResourceValue) {
        self.id = id
        self.value = value
    }
}
