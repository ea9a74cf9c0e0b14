/// How much a definition may hold; the largest one of the OMA registry has 67 Resources in 70 KB.
public struct DDFLimits: Hashable, Sendable {
    /// Bytes of the file.
    public var bytes: Int
    /// Elements inside each other.
    public var depth: Int
    /// Elements in the file.
    public var elements: Int
    /// Resources in all Objects of the file.
    public var resources: Int
    /// Attributes of one element.
    public var attributes: Int

    public init(
        bytes: Int = 8 << 20, depth: Int = 32, elements: Int = 200_000, resources: Int = 10_000,
        attributes: Int = 64
    ) {
        self.bytes = bytes
        self.depth = depth
        self.elements = elements
        self.resources = resources
        self.attributes = attributes
    }
}
