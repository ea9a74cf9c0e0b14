/// A Resource of an Object Instance with its content.
///
/// - Source: LwM2M 1.0.1 §6.1.
public struct Resource: Hashable, Sendable {
    public var id: ResourceID
    public var content: ResourceContent

    public init(id: ResourceID, content: ResourceContent) {
        self.id = id
        self.content = content
    }

    /// A Resource with one value.
    public init(id: ResourceID, value: ResourceValue) {
        self.init(id: id, content: .single(value))
    }
}
