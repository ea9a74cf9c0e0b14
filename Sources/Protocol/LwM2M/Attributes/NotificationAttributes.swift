/// The attributes that a server has set at one path.
///
/// - Source: LwM2M 1.0.1 §5.1.2.
package struct NotificationAttributes: Hashable, Sendable {
    /// The minimum time between two notifications in seconds, 0 or more; nil if it is not set here.
    package var pmin: Int64?
    /// The maximum time between two notifications in seconds; 0 means none, nil that it is not set here.
    package var pmax: Int64?
    /// A threshold that causes a notification when it is crossed, in either direction; only at a Resource.
    package var gt: Threshold?
    /// A second threshold, which works like `gt`.
    package var lt: Threshold?
    /// The smallest change since the last notification that causes another one, 0 or more; only at a Resource.
    package var st: Threshold?

    package init(
        pmin: Int64? = nil, pmax: Int64? = nil, gt: Threshold? = nil, lt: Threshold? = nil, st: Threshold? = nil
    ) {
        self.pmin = pmin
        self.pmax = pmax
        self.gt = gt
        self.lt = lt
        self.st = st
    }

    /// Whether nothing is set.
    package var isEmpty: Bool { self == NotificationAttributes() }

    /// These attributes, each taken from the level above if it is not set here. gt, lt and st belong to one level only.
    ///
    /// - Source: LwM2M 1.0.1 §5.1.1 (precedence), §5.1.2.
    func inheriting(from above: NotificationAttributes) -> NotificationAttributes {
        NotificationAttributes(pmin: pmin ?? above.pmin, pmax: pmax ?? above.pmax, gt: gt, lt: lt, st: st)
    }

    /// The link parameters of a Discover, in the order in which the specification lists them.
    package var parameters: [Link.Parameter] {
        var parameters: [Link.Parameter] = []
        if let pmin { parameters.append(Link.Parameter("pmin", "\(pmin)")) }
        if let pmax { parameters.append(Link.Parameter("pmax", "\(pmax)")) }
        if let gt { parameters.append(Link.Parameter("gt", "\(gt)")) }
        if let lt { parameters.append(Link.Parameter("lt", "\(lt)")) }
        if let st { parameters.append(Link.Parameter("st", "\(st)")) }
        return parameters
    }
}

extension NotificationAttributes {
    /// The attributes after a Write-Attributes at one path.
    ///
    /// A query `pmin=10` sets, `pmin` unsets. Either all of them take effect or none does; they are checked after all
    /// have been applied.
    ///
    /// - Parameters:
    ///   - queries: the Uri-Query options, at least one.
    ///   - resource: the definition of the target if it is a Resource; nil for an Object or Object Instance.
    /// - throws: 4.00 for a name, value or combination that is not allowed, 4.05 for a Resource that is not readable.
    /// - Source: LwM2M 1.0.1 §5.1.2, §5.4.4, §8.2.5.
    package func writing(
        _ queries: [String], to resource: ResourceDefinition?
    ) throws(LwM2MError) -> NotificationAttributes {
        if let resource, !resource.operations.contains(.read) {
            throw LwM2MError(
                .methodNotAllowed, "Resource \(resource.id) is not readable and has no notification attributes")
        }
        var result = self
        var seen: Set<String> = []
        for query in queries {
            let mark = query.utf8.firstIndex(of: UInt8(ascii: "="))
            let written = String(mark.map { query[..<$0] } ?? query[...])
            // The examples in the specification say stp where its tables say st.
            let name = written == "stp" ? "st" : written
            guard seen.insert(name).inserted else {
                throw LwM2MError(.badRequest, "the attribute \(name) stands twice")
            }
            let value = mark.map { String(query[query.utf8.index(after: $0)...]) }
            switch name {
            case "pmin": result.pmin = try Self.period(value, of: name)
            case "pmax": result.pmax = try Self.period(value, of: name)
            case "gt": result.gt = try Self.threshold(value, of: name, at: resource)
            case "lt": result.lt = try Self.threshold(value, of: name, at: resource)
            case "st": result.st = try Self.threshold(value, of: name, at: resource)
            default:
                throw LwM2MError(
                    .badRequest, "'\(written)' is not an attribute that a server writes; use pmin, pmax, gt, lt or st")
            }
        }
        try result.checkConsistency()
        return result
    }

    private static func period(_ value: String?, of name: String) throws(LwM2MError) -> Int64? {
        guard let value else { return nil }
        guard let period = Decimal(value, allowingExponent: false)?.integer, period >= 0,
            value.utf8.allSatisfy({ $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") })
        else {
            throw LwM2MError(.badRequest, "\(name) is a whole number of seconds, 0 or more, and not '\(value)'")
        }
        return period
    }

    private static func threshold(
        _ value: String?, of name: String, at resource: ResourceDefinition?
    ) throws(LwM2MError) -> Threshold? {
        guard let value else { return nil }
        guard let resource else {
            throw LwM2MError(.badRequest, "\(name) is set at a Resource only")
        }
        guard resource.type.isNumeric else {
            throw LwM2MError(
                .badRequest,
                "\(name) is set at a Resource of numbers, and Resource \(resource.id) is of type \(resource.type.rawValue)"
            )
        }
        guard let threshold = Threshold(value), name != "st" || threshold >= .integer(0) else {
            throw LwM2MError(
                .badRequest, "\(name) is a decimal number\(name == "st" ? ", 0 or more," : "") and not '\(value)'")
        }
        return threshold
    }

    private func checkConsistency() throws(LwM2MError) {
        if let pmin, let pmax, pmax != 0, pmax < pmin {
            throw LwM2MError(.badRequest, "pmax \(pmax) is below pmin \(pmin)")
        }
        guard let lt, let gt else { return }
        guard lt < gt else { throw LwM2MError(.badRequest, "lt \(lt) is not below gt \(gt)") }
        guard let st else { return }
        guard Self.isBelow(lt, gt, by: st) else {
            throw LwM2MError(.badRequest, "lt \(lt) plus twice st \(st) is not below gt \(gt)")
        }
    }

    /// Whether `lt + 2 * st < gt`, in integers if all three are.
    private static func isBelow(_ lt: Threshold, _ gt: Threshold, by st: Threshold) -> Bool {
        guard case .integer(let low) = lt, case .integer(let high) = gt, case .integer(let step) = st else {
            return lt.double + 2 * st.double < gt.double
        }
        let (double, overflowed) = step.addingReportingOverflow(step)
        let (sum, carried) = low.addingReportingOverflow(double)
        return !overflowed && !carried && sum < high
    }
}
