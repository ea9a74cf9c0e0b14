extension FixedWidthInteger {
    /// The nearest number that there is: a fraction goes towards zero, what lies beyond the ends is the end, and what is
    /// no number is 0.
    ///
    /// - Parameter value: any, also an infinity.
    public init(saturating value: Double) {
        if let exact = Self(exactly: value.rounded(.towardZero)) {
            self = exact
        } else {
            self = value.isNaN ? 0 : value > 0 ? .max : .min
        }
    }

    /// The sum; the nearest end where it lies beyond.
    public func addingSaturated(_ other: Self) -> Self {
        let (sum, isBeyond) = addingReportingOverflow(other)
        guard isBeyond else { return sum }
        return other < 0 ? .min : .max
    }

    /// The difference; the nearest end where it lies beyond.
    public func subtractingSaturated(_ other: Self) -> Self {
        let (difference, isBeyond) = subtractingReportingOverflow(other)
        guard isBeyond else { return difference }
        return other < 0 ? .max : .min
    }

    /// The product; the nearest end where it lies beyond.
    public func multipliedSaturated(by other: Self) -> Self {
        let (product, isBeyond) = multipliedReportingOverflow(by: other)
        guard isBeyond else { return product }
        return (self < 0) == (other < 0) ? .max : .min
    }
}
