extension NotificationRule {
    /// Why a notification is or is not sent at a moment, in words for people.
    public func explanation(at time: Double, under conditions: NotificationConditions) -> String {
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
