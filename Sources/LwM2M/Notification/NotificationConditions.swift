/// What decides when an observed path is notified, after inheritance and defaults.
///
/// - Source: LwM2M 1.0.1 §5.1.2, §5.5.
public struct NotificationConditions: Hashable, Sendable {
    /// Least time between two notifications, in seconds.
    public var pmin: Double
    /// Longest time between two notifications, in seconds; nil for none.
    public var pmax: Double?
    public var gt: Threshold?
    public var lt: Threshold?
    public var st: Threshold?

    public init(
        pmin: Double = 0, pmax: Double? = nil, gt: Threshold? = nil, lt: Threshold? = nil, st: Threshold? = nil
    ) {
        self.pmin = pmin
        self.pmax = pmax
        self.gt = gt
        self.lt = lt
        self.st = st
    }

    /// The attributes that hold at the path, and the defaults of the server's account where they leave a period open.
    ///
    /// A longest time of 0, or one below the least time, which can come from two levels, is none.
    public init(_ attributes: NotificationAttributes, defaults: DefaultPeriods = DefaultPeriods()) {
        let pmin = max(0, attributes.pmin ?? defaults.minimum ?? 0)
        var pmax = attributes.pmax ?? defaults.maximum
        if let given = pmax, given <= 0 || given < pmin { pmax = nil }
        self.init(
            pmin: Double(pmin), pmax: pmax.map(Double.init), gt: attributes.gt, lt: attributes.lt, st: attributes.st)
    }

    /// Whether a mere change does not notify, because a threshold or a step is set.
    public var hasThreshold: Bool { gt != nil || lt != nil || st != nil }
}
