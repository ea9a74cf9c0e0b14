/// How a Write treats what is there already.
///
/// - Source: LwM2M 1.0.1 §5.4.3.
public enum WriteMode: Hashable, Sendable {
    /// The payload takes the place of the content.
    case replace
    /// Resources and Resource Instances that the payload does not name stay.
    case partialUpdate
}
