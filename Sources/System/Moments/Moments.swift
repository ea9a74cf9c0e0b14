extension FixedWidthInteger {
    /// The nearest representable number: a fraction is rounded towards zero, a value out of range becomes the nearer
    /// limit, and NaN becomes 0. For types of at most 64 bits.
    ///
    /// - Parameter value: any value, even an infinity.
    @inlinable package init(saturating value: Double) {
        if value >= 0x1p63 {
            self = value < 0x1p64 ? Self(clamping: UInt64(value)) : .max
        } else {
            self = value.isNaN ? 0 : value < -0x1p63 ? .min : Self(clamping: Int64(value))
        }
    }

    /// The sum; the nearer limit if it is out of range.
    package func addingSaturated(_ other: Self) -> Self {
        let (sum, isBeyond) = addingReportingOverflow(other)
        guard isBeyond else { return sum }
        return other < 0 ? .min : .max
    }

    /// The difference; the nearer limit if it is out of range.
    package func subtractingSaturated(_ other: Self) -> Self {
        let (difference, isBeyond) = subtractingReportingOverflow(other)
        guard isBeyond else { return difference }
        return other < 0 ? .max : .min
    }
}

/// Counts how often something with its own deadlines is called at one moment.
///
/// A loop that serves deadlines asks before each call. Something that is due again and again at one moment makes no
/// progress, so the loop would never end: `take` then returns false once, and the loop ends with an error message.
package struct Turns: Hashable, Sendable {
    /// The most calls at one moment; a module needs a few dozen at a moment.
    package static let most = 1000

    private var moment = -Double.infinity
    private var count = 0

    package init() {}

    /// Counts one more call.
    ///
    /// - Parameter time: the moment being served, in seconds.
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
