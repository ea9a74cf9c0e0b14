/// Takes times and the middle of them.
enum Timing {
    /// Seconds that a piece of work takes.
    static func seconds(_ work: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let time = try clock.measure(work).components
        return Double(time.seconds) + Double(time.attoseconds) * 1e-18
    }

    /// The medians of two pieces of work that take turns, so that both meet the same moods of the machine.
    static func medians(rounds: Int, _ work: () throws -> Void, baseline: () throws -> Void) rethrows -> (
        Double, Double
    ) {
        var times: [Double] = []
        var baselines: [Double] = []
        try baseline()
        try work()
        for _ in 0..<rounds {
            baselines.append(try seconds(baseline))
            times.append(try seconds(work))
        }
        return (median(times), median(baselines))
    }

    /// The middle of some figures.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
