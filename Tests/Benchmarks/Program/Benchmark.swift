import JSON

/// One row of the table of benchmarks.
struct Benchmark: Sendable {
    var name: String
    /// Takes the figure; what it throws is reported, and the others still run.
    var run: @Sendable () throws -> Measurement
}

/// Why a figure could not be taken.
struct BenchmarkError: Error, CustomStringConvertible {
    var description: String
}

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

/// Measurements as text.
enum Report {
    /// One line of JSON.
    static func json(_ measurement: Measurement) -> String {
        JSONValue.members([
            "name": .string(measurement.name),
            "value": .number(rounded(measurement.value)),
            "unit": .string(measurement.unit),
            "baseline": measurement.baseline.map { .number(rounded($0)) } ?? .null,
            "ratio": measurement.ratio.map { .number(rounded($0)) } ?? .null,
        ]).text
    }

    /// One line for people.
    static func row(_ measurement: Measurement) -> String {
        var line = padded(measurement.name, 32) + "\(rounded(measurement.value)) \(measurement.unit)"
        if let baseline = measurement.baseline, let ratio = measurement.ratio {
            line = padded(line, 52) + "baseline \(rounded(baseline)) \(measurement.unit), ratio \(rounded(ratio))"
        }
        return line
    }

    /// Four significant digits.
    private static func rounded(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return 0 }
        var scale = 1.0
        while abs(value) * scale < 1000, scale < 1e12 { scale *= 10 }
        return (value * scale).rounded() / scale
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
