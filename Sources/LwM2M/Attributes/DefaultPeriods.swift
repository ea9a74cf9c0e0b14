/// Default Minimum Period and Default Maximum Period of a Server Object Instance, in seconds.
///
/// - Source: LwM2M 1.0.1 appendix E.2, Resources 2 and 3.
public struct DefaultPeriods: Hashable, Sendable {
    /// nil where the Resource is not instantiated.
    public var minimum: Int64?
    /// nil where the Resource is not instantiated; 0 means none.
    public var maximum: Int64?

    public init(minimum: Int64? = nil, maximum: Int64? = nil) {
        self.minimum = minimum
        self.maximum = maximum
    }
}
