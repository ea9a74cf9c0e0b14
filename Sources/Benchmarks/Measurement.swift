/// A figure with the baseline that was taken in the same run.
struct Measurement {
    /// What was measured, `start/version`.
    var name: String
    /// The median.
    var value: Double
    /// `ms`, `us`, `1/s`.
    var unit: String
    /// The median of the baseline, in the same unit; nil where there is none.
    var baseline: Double?

    /// The figure as a multiple of its baseline.
    var ratio: Double? { baseline.flatMap { $0 > 0 ? value / $0 : nil } }
}
