/// One value with the path that it has in the data model.
public struct PathValue: Hashable, Sendable {
    /// A Resource, or a Resource Instance of a multiple Resource.
    public var path: Path
    public var value: ResourceValue

    public init(_ path: Path, _ value: ResourceValue) {
        self.path = path
        self.value = value
    }
}
