/// The attributes that a server has set at one path.
///
/// - Source: LwM2M 1.0.1 §5.1.2.
public struct NotificationAttributes: Hashable, Sendable {
    /// Least time between two notifications in seconds, 0 or more; nil where it is not set here.
    public var pmin: Int64?
    /// Longest time between two notifications in seconds; 0 means none, nil that it is not set here.
    public var pmax: Int64?
    /// Threshold that notifies when it is passed, either way; only at a Resource.
    public var gt: Threshold?
    /// A second threshold, which works as `gt` does.
    public var lt: Threshold?
    /// Least change since the last notification, 0 or more; only at a Resource.
    public var st: Threshold?

    public init(
        pmin: Int64? = nil, pmax: Int64? = nil, gt: Threshold? = nil, lt: Threshold? = nil, st: Threshold? = nil
    ) {
        self.pmin = pmin
        self.pmax = pmax
        self.gt = gt
        self.lt = lt
        self.st = st
    }

    /// Whether nothing is set.
    public var isEmpty: Bool { self == NotificationAttributes() }

    /// These attributes, and where one is not set, that of the level above. gt, lt and st belong to one level only.
    ///
    /// - Source: LwM2M 1.0.1 §5.1.1 (precedence), §5.1.2.
    public func inheriting(from above: NotificationAttributes) -> NotificationAttributes {
        NotificationAttributes(pmin: pmin ?? above.pmin, pmax: pmax ?? above.pmax, gt: gt, lt: lt, st: st)
    }

    /// The link parameters of a Discover, in the order in which the specification lists them.
    public var parameters: [Link.Parameter] {
        var parameters: [Link.Parameter] = []
        if let pmin { parameters.append(Link.Parameter("pmin", "\(pmin)")) }
        if let pmax { parameters.append(Link.Parameter("pmax", "\(pmax)")) }
        if let gt { parameters.append(Link.Parameter("gt", "\(gt)")) }
        if let lt { parameters.append(Link.Parameter("lt", "\(lt)")) }
        if let st { parameters.append(Link.Parameter("st", "\(st)")) }
        return parameters
    }
}
