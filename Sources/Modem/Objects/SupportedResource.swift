public import LwM2M

/// A Resource that a product has, with its mark in the table. A number alone is a Resource without one.
public struct SupportedResource: Hashable, Sendable, ExpressibleByIntegerLiteral {
    public var id: ResourceID
    /// Its own mark (`*`, `**`); the mark of its Object is not repeated here.
    public var note: SupportNote?

    public init(_ id: ResourceID, _ note: SupportNote? = nil) {
        self.id = id
        self.note = note
    }

    public init(integerLiteral id: ResourceID) { self.init(id) }

    /// One whose value the end device writes.
    public static func endDevice(_ id: ResourceID) -> SupportedResource { SupportedResource(id, .endDevice) }

    /// One that exists in the Verizon configuration alone.
    public static func verizon(_ id: ResourceID) -> SupportedResource { SupportedResource(id, .verizon) }
}
