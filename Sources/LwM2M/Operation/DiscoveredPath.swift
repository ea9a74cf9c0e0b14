/// One link of a Discover.
///
/// - Source: LwM2M 1.0.1 §5.4.2.
public struct DiscoveredPath: Hashable, Sendable {
    public var path: Path
    /// For a multiple Resource the number of its Resource Instances.
    public var dimension: Int?
    /// For an Object its version, where that is not `1.0`.
    public var version: String?

    public init(path: Path, dimension: Int? = nil, version: String? = nil) {
        self.path = path
        self.dimension = dimension
        self.version = version
    }
}
