public import LwM2M

/// One value that a client sent in an answer or a notification.
public struct ReadValue: Hashable, Sendable {
    /// The Resource or Resource Instance.
    public var path: Path
    /// Nil for a multiple Resource without instances.
    public var value: ResourceValue?
    /// Whether the type comes from a definition; else it is guessed from the bytes.
    public var isTyped: Bool

    public init(path: Path, value: ResourceValue?, isTyped: Bool) {
        self.path = path
        self.value = value
        self.isTyped = isTyped
    }
}
