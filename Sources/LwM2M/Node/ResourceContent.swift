/// What a Resource holds: one value, or one for each of its Resource Instances.
///
/// - Source: LwM2M 1.0.1 §6.1.
public enum ResourceContent: Hashable, Sendable {
    /// Nil: the script has the Resource but no value for it.
    case single(ResourceValue?)
    /// In the order in which the script's table is walked, which the module shows.
    case multiple([ResourceInstance])
}
