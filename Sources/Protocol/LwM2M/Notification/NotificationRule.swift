/// The rule of notifying for one observation; it knows what was sent when, and holds no clock.
///
/// The owner tells it each new content (`store`), asks (`decision`, `nextDeadline`), and tells it what was sent (`send`).
/// Conditions are handed in each time, so that changed attributes act at once.
///
/// - Source: LwM2M 1.0.1 §5.1.2, §5.5; §8.2.6.
package struct NotificationRule: Hashable, Sendable {
    /// The content of the last notification; the answer to the Observe is the first.
    package private(set) var sent: Node
    /// When that was, in seconds of the caller's clock.
    private(set) var sentTime: Double
    /// The content at the last `store`.
    package private(set) var stored: Node
    /// Why a notification is due; empty if none is.
    package private(set) var causes: [NotificationCause] = []

    /// A new observation, just answered with this content.
    package init(sending content: Node, at time: Double) {
        sent = content
        stored = content
        sentTime = time
    }

    /// Takes new content and answers why it has to be notified; empty if it has not, which a content equal to the
    /// stored one never has.
    @discardableResult
    package mutating func store(_ content: Node, under conditions: NotificationConditions) -> [NotificationCause] {
        guard content != stored else { return [] }
        stored = content
        let found = Self.causes(from: sent, to: content, under: conditions)
        for cause in found where !causes.contains(cause) { causes.append(cause) }
        return found
    }

    /// What is to be done at a moment.
    package func decision(at time: Double, under conditions: NotificationConditions) -> NotificationDecision {
        let isOverdue = conditions.pmax.map { time >= sentTime + $0 } ?? false
        if !causes.isEmpty, time >= sentTime + conditions.pmin { return .send(causes) }
        if isOverdue { return .send(causes + [.pmax]) }
        return causes.isEmpty ? .rest : .wait(until: sentTime + conditions.pmin, causes)
    }

    /// The earliest moment at which `decision` answers `send`, if nothing is stored before; it may be past. Nil for
    /// never.
    package func nextDeadline(under conditions: NotificationConditions) -> Double? {
        let least = causes.isEmpty ? nil : sentTime + conditions.pmin
        guard let pmax = conditions.pmax else { return least }
        return min(least ?? .infinity, sentTime + pmax)
    }

    /// Takes note of a notification with this content, which is the new reference.
    package mutating func send(_ content: Node, at time: Double) {
        sent = content
        stored = content
        sentTime = time
        causes = []
    }

    /// Why a change from one content to another has to be notified.
    ///
    /// Thresholds count for one number; any change of an Object Instance, an Object or a multiple Resource does.
    package static func causes(
        from sent: Node, to content: Node, under conditions: NotificationConditions
    ) -> [NotificationCause] {
        guard conditions.hasThreshold, let last = number(sent), let new = number(content) else { return [.change] }
        var causes: [NotificationCause] = []
        if let gt = conditions.gt, crosses(gt, last, new) { causes.append(.gt) }
        if let lt = conditions.lt, crosses(lt, last, new) { causes.append(.lt) }
        if let st = conditions.st, st.isReached(by: last, new) { causes.append(.st) }
        return causes
    }

    private static func number(_ node: Node) -> Threshold? {
        guard case .resource(let resource) = node, case .single(let value?) = resource.content else { return nil }
        return Threshold(value)
    }

    /// Whether the way from one number to another leaves a threshold or passes it; one that only reaches it does not.
    private static func crosses(_ threshold: Threshold, _ last: Threshold, _ new: Threshold) -> Bool {
        (last <= threshold && new > threshold) || (last >= threshold && new < threshold)
    }
}

/// Why a notification is sent.
///
/// - Source: LwM2M 1.0.1 §5.1.2.
package enum NotificationCause: String, Hashable, Sendable {
    /// The content is not what it was, and no threshold is set.
    case change
    /// The value passed the threshold gt, upwards or downwards.
    case gt
    /// The value passed the threshold lt, upwards or downwards.
    case lt
    /// The value moved by st or more since the last notification.
    case st
    /// The longest time between two notifications is over.
    case pmax
}

/// What decides when an observed path is notified, after inheritance and defaults.
///
/// - Source: LwM2M 1.0.1 §5.1.2, §5.5.
package struct NotificationConditions: Hashable, Sendable {
    /// Least time between two notifications, in seconds.
    package var pmin: Double
    /// Longest time between two notifications, in seconds; nil if there is none.
    package var pmax: Double?
    package var gt: Threshold?
    package var lt: Threshold?
    package var st: Threshold?

    package init(
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
    /// A longest time of 0, or one below the least time, which can come from two levels, does not count.
    package init(_ attributes: NotificationAttributes, defaults: DefaultPeriods = DefaultPeriods()) {
        let pmin = max(0, attributes.pmin ?? defaults.minimum ?? 0)
        var pmax = attributes.pmax ?? defaults.maximum
        if let given = pmax, given <= 0 || given < pmin { pmax = nil }
        self.init(
            pmin: Double(pmin), pmax: pmax.map(Double.init), gt: attributes.gt, lt: attributes.lt, st: attributes.st)
    }

    /// Whether a mere change does not notify, because a threshold or a step is set.
    var hasThreshold: Bool { gt != nil || lt != nil || st != nil }
}

/// What is to be done about an observation at one moment.
package enum NotificationDecision: Hashable, Sendable {
    /// Send the content of now, for these reasons.
    case send([NotificationCause])
    /// There is a reason, and the least time holds it back until then, in seconds of the caller's clock.
    case wait(until: Double, [NotificationCause])
    /// There is no reason.
    case rest
}

extension NotificationRule {
    /// Why a notification is or is not sent at a moment, in words for people.
    package func explanation(at time: Double, under conditions: NotificationConditions) -> String {
        let ago = "last sent \((time - sentTime).plainSeconds) s ago"
        let next = conditions.pmax.map { "; sent in any case after \($0.plainSeconds) s (pmax)" } ?? ""
        switch decision(at: time, under: conditions) {
        case .send(let causes): return "due now: \(words(causes, under: conditions)); \(ago)"
        case .wait(let until, let causes):
            return "due: \(words(causes, under: conditions)); \(ago), held back for another "
                + "\((until - time).plainSeconds) s (pmin \(conditions.pmin.plainSeconds))"
        case .rest:
            guard stored != sent else { return "nothing changed since it was sent; \(ago)\(next)" }
            return "changed, but \(untouched(conditions)); \(ago)\(next)"
        }
    }

    private func words(_ causes: [NotificationCause], under conditions: NotificationConditions) -> String {
        let words = causes.map { cause in
            switch cause {
            case .change: "the content changed"
            case .gt: "gt \(conditions.gt.map { "\($0)" } ?? "") was passed"
            case .lt: "lt \(conditions.lt.map { "\($0)" } ?? "") was passed"
            case .st: "it moved by st \(conditions.st.map { "\($0)" } ?? "") or more"
            case .pmax: "pmax \(conditions.pmax?.plainSeconds ?? "") is over"
            }
        }
        return words.joined(separator: ", ")
    }

    private func untouched(_ conditions: NotificationConditions) -> String {
        var words: [String] = []
        if let gt = conditions.gt { words.append("gt \(gt) was not passed") }
        if let lt = conditions.lt { words.append("lt \(lt) was not passed") }
        if let st = conditions.st { words.append("it moved by less than st \(st)") }
        return words.isEmpty ? "the content came before any condition" : words.joined(separator: ", ")
    }
}

extension Double {
    /// Seconds for people: whole where they are, else to the millisecond.
    fileprivate var plainSeconds: String { ((self * 1000).rounded() / 1000).plainDecimal }
}
