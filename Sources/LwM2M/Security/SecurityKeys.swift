/// The Resources that hold the keys of an account and the identity that goes with them; logs and consoles leave them out
/// unless somebody asks for them.
///
/// - Source: LwM2M 1.0.2 appendix E.1, Resources 3 to 5 of Object 0.
public enum SecurityKeys {
    private static let resources: ClosedRange<ResourceID> = 3...5

    /// Whether a Resource, or a Resource Instance, is one of them.
    public static func isKey(_ path: Path) -> Bool {
        path.object == 0 && path.resource.map(resources.contains) == true
    }

    /// What is shown in place of a value: how long it is, and how it can be seen. Nil for one that has nothing to hide.
    public static func words(for value: ResourceValue) -> String? {
        let count =
            switch value {
            case .opaque(let bytes): bytes.count
            case .string(let text), .corelnk(let text): text.utf8.count
            default: 0
            }
        return count == 0 ? nil : "\(count) bytes, shown with --show-keys"
    }
}
