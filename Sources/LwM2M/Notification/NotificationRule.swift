/// The rule of notifying for one observation; it knows what was sent when, and holds no clock.
///
/// The owner tells it each new content (`store`), asks (`decision`, `nextDeadline`), and tells it what was sent (`send`).
/// Conditions are handed in each time, so that changed attributes act at once.
///
/// - Source: LwM2M 1.0.1 §5.1.2, §5.5; §8.2.6.
public struct NotificationRule: Hashable, Sendable {
    /// The content of the last notification; the answer to the Observe is the first.
    public private(set) var sent: Node
    /// When that was, in seconds of the caller's clock.
    public private(set) var sentTime: Double
    /// The content at the last `store`.
    public private(set) var stored: Node
    /// Why a notification is due; empty if none is.
    public private(set) var causes: [NotificationCause] = []

    /// A new observation, just answered with this content.
    public init(sending content: Node, at time: Double) {
        sent = content
        stored = content
        sentTime = time
    }

    /// Takes new content and answers why it has to be notified; empty if it has not, which a content equal to the
    /// stored one never has.
    @discardableResult
    public mutating func store(_ content: Node, under conditions: NotificationConditions) -> [NotificationCause] {
        guard content != stored else { return [] }
        stored = content
        let found = Self.causes(from: sent, to: content, under: conditions)
        for cause in found where !causes.contains(cause) { causes.append(cause) }
        return found
    }

    /// What is to be done at a moment.
    public func decision(at time: Double, under conditions: NotificationConditions) -> NotificationDecision {
        let isOverdue = conditions.pmax.map { time >= sentTime + $0 } ?? false
        if !causes.isEmpty, time >= sentTime + conditions.pmin { return .send(causes) }
        if isOverdue { return .send(causes + [.pmax]) }
        return causes.isEmpty ? .rest : .wait(until: sentTime + conditions.pmin, causes)
    }

    /// The earliest moment at which `decision` answers `send`, if nothing is stored before; it may be past. Nil for
    /// never.
    public func nextDeadline(under conditions: NotificationConditions) -> Double? {
        let least = causes.isEmpty ? nil : sentTime + conditions.pmin
        guard let pmax = conditions.pmax else { return least }
        return min(least ?? .infinity, sentTime + pmax)
    }

    /// Takes note of a notification with this content, which is the new reference.
    public mutating func send(_ content: Node, at time: Double) {
        sent = content
        stored = content
        sentTime = time
        causes = []
    }

    /// Why a change from one content to another has to be notified.
    ///
    /// Thresholds count for one number; any change of an Object Instance, an Object or a multiple Resource does.
    public static func causes(
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
