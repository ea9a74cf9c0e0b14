/// The notification rule of one observation; it knows what was sent when, and has no clock.
///
/// The owner passes it each new content (`store`), asks it what to do (`decision`, `nextDeadline`), and tells it what
/// was sent (`send`). Conditions are passed each time, so that changed attributes take effect at once.
///
/// - Source: LwM2M 1.0.1 §5.1.2, §5.5; §8.2.6.
package struct NotificationRule: Hashable, Sendable {
    /// The content of the last notification; the answer to the Observe is the first.
    package private(set) var sent: Node
    /// When that was, in seconds on the caller's clock.
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

    /// Stores new content and returns why it must be notified; empty if it need not be, which is always so for content
    /// equal to the stored one.
    @discardableResult
    package mutating func store(_ content: Node, under conditions: NotificationConditions) -> [NotificationCause] {
        guard content != stored else { return [] }
        stored = content
        let found = Self.causes(from: sent, to: content, under: conditions)
        for cause in found where !causes.contains(cause) { causes.append(cause) }
        return found
    }

    /// What to do at a moment.
    package func decision(at time: Double, under conditions: NotificationConditions) -> NotificationDecision {
        let isOverdue = conditions.pmax.map { time >= sentTime + $0 } ?? false
        if !causes.isEmpty, time >= sentTime + conditions.pmin { return .send(causes) }
        if isOverdue { return .send(causes + [.pmax]) }
        return causes.isEmpty ? .rest : .wait(until: sentTime + conditions.pmin, causes)
    }

    /// The earliest moment at which `decision` answers `send`, if nothing is stored before; it may be in the past. nil
    /// for never.
    package func nextDeadline(under conditions: NotificationConditions) -> Double? {
        let least = causes.isEmpty ? nil : sentTime + conditions.pmin
        guard let pmax = conditions.pmax else { return least }
        return min(least ?? .infinity, sentTime + pmax)
    }

    /// Records a notification with this content, which becomes the new reference.
    package mutating func send(_ content: Node, at time: Double) {
        sent = content
        stored = content
        sentTime = time
        causes = []
    }

    /// Why a change from one content to another must be notified.
    ///
    /// Thresholds apply only to a single number; for an Object Instance, an Object or a multiple Resource any change
    /// counts.
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

    /// Whether a change from one number to another leaves a threshold or crosses it; merely reaching it does not count.
    private static func crosses(_ threshold: Threshold, _ last: Threshold, _ new: Threshold) -> Bool {
        (last <= threshold && new > threshold) || (last >= threshold && new < threshold)
    }
}

/// Why a notification is sent.
///
/// - Source: LwM2M 1.0.1 §5.1.2.
package enum NotificationCause: String, Hashable, Sendable {
    /// The content has changed, and no threshold is set.
    case change
    /// The value crossed the threshold gt, upwards or downwards.
    case gt
    /// The value crossed the threshold lt, upwards or downwards.
    case lt
    /// The value changed by st or more since the last notification.
    case st
    /// The maximum time between two notifications has passed.
    case pmax
}

/// The conditions for notifying an observed path, after inheritance and defaults.
///
/// - Source: LwM2M 1.0.1 §5.1.2, §5.5.
package struct NotificationConditions: Hashable, Sendable {
    /// The minimum time between two notifications, in seconds.
    package var pmin: Double
    /// The maximum time between two notifications, in seconds; nil if there is none.
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

    /// The conditions from the attributes that apply at the path, with the defaults of the server's account for a
    /// period that is not set.
    ///
    /// A maximum time of 0, or one below the minimum time, which may come from another level, does not count.
    package init(_ attributes: NotificationAttributes, defaults: DefaultPeriods = DefaultPeriods()) {
        let pmin = max(0, attributes.pmin ?? defaults.minimum ?? 0)
        var pmax = attributes.pmax ?? defaults.maximum
        if let given = pmax, given <= 0 || given < pmin { pmax = nil }
        self.init(
            pmin: Double(pmin), pmax: pmax.map(Double.init), gt: attributes.gt, lt: attributes.lt, st: attributes.st)
    }

    /// Whether a mere change causes no notification, because a threshold or a step is set.
    var hasThreshold: Bool { gt != nil || lt != nil || st != nil }
}

/// What to do about an observation at one moment.
package enum NotificationDecision: Hashable, Sendable {
    /// Send the current content, for these reasons.
    case send([NotificationCause])
    /// There is a reason, but the minimum time holds it back until then, in seconds on the caller's clock.
    case wait(until: Double, [NotificationCause])
    /// There is no reason.
    case rest
}

extension NotificationRule {
    /// Why a notification is or is not sent at a moment, in readable form.
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
    /// Seconds in readable form: whole if possible, otherwise to the millisecond.
    fileprivate var plainSeconds: String { ((self * 1000).rounded() / 1000 + 0).plainDecimal }
}
