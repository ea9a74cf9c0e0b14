extension FixedWidthInteger {
    /// The nearest number that exists: a fraction is rounded towards zero, what lies beyond the ends becomes the end, and
    /// what is not a number becomes 0.
    ///
    /// - Parameter value: any, even an infinity.
    package init(saturating value: Double) {
        if let exact = Self(exactly: value.rounded(.towardZero)) {
            self = exact
        } else {
            self = value.isNaN ? 0 : value > 0 ? .max : .min
        }
    }

    /// The sum; the nearest end if it lies beyond.
    package func addingSaturated(_ other: Self) -> Self {
        let (sum, isBeyond) = addingReportingOverflow(other)
        guard isBeyond else { return sum }
        return other < 0 ? .min : .max
    }

    /// The difference; the nearest end if it lies beyond.
    package func subtractingSaturated(_ other: Self) -> Self {
        let (difference, isBeyond) = subtractingReportingOverflow(other)
        guard isBeyond else { return difference }
        return other < 0 ? .max : .min
    }
}

/// Counts how often something that has its own deadlines is called at one moment of time.
///
/// A loop that serves deadlines asks before each call. What is due again and again at one moment makes no progress, so
/// the loop would never end: `take` says so once, and the loop ends with an error message.
package struct Turns: Hashable, Sendable {
    /// The most calls at one moment; what a module does at a moment takes a few dozen.
    package static let most = 1000

    private var moment = -Double.infinity
    private var count = 0

    package init() {}

    /// Counts one more call.
    ///
    /// - Parameter time: the moment that is served, in seconds.
    /// - Returns: false if there were too many at this moment; the count then starts again.
    package mutating func take(at time: Double) -> Bool {
        if time != moment {
            moment = time
            count = 0
        }
        count += 1
        guard count > Self.most else { return true }
        count = 0
        return false
    }
}
