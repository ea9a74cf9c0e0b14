/// One entry of a payload in LwM2M JSON, with its whole path.
///
/// - Source: LwM2M 1.0.1 §6.4.4.
public struct JSONEntry: Hashable, Sendable {
    /// A Resource or a Resource Instance.
    public var path: Path
    public var field: JSONField

    public init(_ path: Path, _ field: JSONField) {
        self.path = path
        self.field = field
    }
}
