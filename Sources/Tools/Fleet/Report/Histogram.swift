/// How often values occurred: durations from a microsecond to an hour, each kept to within 1.6 %.
///
/// The buckets are those of HDR histograms: each power of two is divided into 64 equal parts, so that a percentile is
/// as exact for a slow answer as for a fast one, in a small, fixed amount of memory.
package struct Histogram: Hashable, Sendable {
    /// The number of values in each bucket.
    package private(set) var counts: [UInt64] = []
    /// The number of values.
    package private(set) var count: UInt64 = 0
    /// The sum of all values, in seconds.
    package private(set) var sum = 0.0
    /// The greatest value, in seconds; 0 without values.
    package private(set) var greatest = 0.0

    private static let parts = 64
    private static let longest: UInt64 = 3_600_000_000

    package init() {}

    /// Counts a value.
    ///
    /// - Parameter seconds: values below 0 count as 0, values above an hour as an hour.
    package mutating func record(_ seconds: Double) {
        let value = UInt64(max(0, min(seconds * 1e6, Double(Self.longest))).rounded())
        let bucket = Self.bucket(of: value)
        if bucket >= counts.count { counts += repeatElement(0, count: bucket + 1 - counts.count) }
        counts[bucket] += 1
        count += 1
        sum += max(0, seconds)
        greatest = max(greatest, seconds)
    }

    /// Adds the counts of another histogram.
    package mutating func add(_ other: Histogram) {
        if other.counts.count > counts.count {
            counts += repeatElement(0, count: other.counts.count - counts.count)
        }
        for (bucket, number) in other.counts.enumerated() { counts[bucket] += number }
        count += other.count
        sum += other.sum
        greatest = max(greatest, other.greatest)
    }

    /// What was counted since an earlier state of this histogram; the greatest value is that of a bucket.
    package func since(_ earlier: Histogram) -> Histogram {
        var recent = Histogram()
        recent.counts = counts
        for (bucket, number) in earlier.counts.enumerated() { recent.counts[bucket] -= number }
        recent.count = count - earlier.count
        recent.sum = sum - earlier.sum
        let last = recent.counts.lastIndex { $0 > 0 }
        recent.greatest = min(greatest, last.map { Double(Self.highest(of: $0)) / 1e6 } ?? 0)
        return recent
    }

    /// The value not exceeded by a given fraction of all values, in seconds; 0 without values.
    ///
    /// - Parameter part: 0...1, such as 0.99 for the 99th percentile.
    package func percentile(_ part: Double) -> Double {
        guard count > 0 else { return 0 }
        let rank = max(1, UInt64((Double(count) * part).rounded(.up)))
        var seen: UInt64 = 0
        for (bucket, number) in counts.enumerated() {
            seen += number
            if seen >= rank { return min(greatest, Double(Self.highest(of: bucket)) / 1e6) }
        }
        return greatest
    }

    /// How many values do not exceed a bound, in seconds.
    package func count(upTo bound: Double) -> UInt64 {
        let last = Self.bucket(of: UInt64(max(0, min(bound * 1e6, Double(Self.longest)))))
        return counts.prefix(last + 1).reduce(0, +)
    }

    private static func bucket(of value: UInt64) -> Int {
        guard value >= 2 * UInt64(parts) else { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - 6
        return parts * (shift + 1) + Int(value >> UInt64(shift)) - parts
    }

    private static func highest(of bucket: Int) -> UInt64 {
        guard bucket >= 2 * parts else { return UInt64(bucket) }
        let shift = UInt64(bucket / parts - 1)
        return ((UInt64(bucket % parts + parts) + 1) << shift) - 1
    }
}
