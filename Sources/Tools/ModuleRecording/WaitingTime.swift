/// How long a host has to wait for an answer, as its time-outs see it.
package enum WaitingTime: String, Hashable, Sendable, CaseIterable {
    case atOnce = "at once"
    case seconds = "within 10 seconds"
    case minute = "within a minute"
    case minutes = "within 200 seconds"
    case never = "never"

    /// The longest of each class, in seconds.
    private var limit: Double {
        switch self {
        case .atOnce: 2
        case .seconds: 10
        case .minute: 60
        case .minutes: 200
        case .never: .infinity
        }
    }

    /// - Parameter seconds: until the final result code; nil if none came.
    init(_ seconds: Double?) {
        self = seconds.flatMap { seconds in Self.allCases.first { seconds <= $0.limit } } ?? .never
    }

    /// Whether two answers differ by more than what lies at the border of two classes.
    static func differ(_ one: Double?, _ other: Double?) -> Bool {
        guard WaitingTime(one) != WaitingTime(other) else { return false }
        guard let one, let other else { return true }
        return max(one, other) > 2 * min(one, other) && abs(one - other) > 2
    }
}
