import Fleet
import Testing

/// Percentiles of durations.
struct HistogramTests {
    @Test func percentilesAreExactToAFewPercent() {
        var times = Histogram()
        for millisecond in 1...10_000 { times.record(Double(millisecond) / 1000) }
        for part in [0.5, 0.9, 0.99, 0.999] {
            let exact = 10 * part
            #expect(abs(times.percentile(part) - exact) <= exact * 0.016, "\(part)")
        }
        #expect(times.percentile(1) == 10 && times.percentile(0) <= 0.001017)
        #expect(times.count == 10_000 && times.greatest == 10 && abs(times.sum - 50_005) < 1e-6)
        #expect(times.count(upTo: 20) == 10_000)
        #expect(abs(Int(times.count(upTo: 1)) - 1000) <= 16)
    }

    @Test func takesWhateverComes() {
        var times = Histogram()
        for seconds in [-1, 0, 1e-9, 3600, 1e12, Double.infinity] { times.record(seconds) }
        #expect(times.count == 6 && times.percentile(0.5) == 0)
        #expect(Histogram().percentile(0.99) == 0)
    }

    @Test func thoseOfSeveralShardsAddUp() {
        var (all, first, second) = (Histogram(), Histogram(), Histogram())
        for number in 0..<1000 {
            let seconds = Double(number * number) / 1e5
            all.record(seconds)
            if number % 3 == 0 { first.record(seconds) } else { second.record(seconds) }
        }
        first.add(second)
        #expect(first.counts == all.counts && first.count == all.count && first.greatest == all.greatest)
    }
}
