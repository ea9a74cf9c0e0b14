import JSON

/// One row of the benchmark table.
struct Benchmark: Sendable {
    var name: String
    /// Takes the figure; an error is reported, and the other benchmarks still run.
    var run: @Sendable () throws -> Measurement
}

/// Why a figure could not be taken.
struct BenchmarkError: Error, CustomStringConvertible {
    var description: String
}

/// The same figure, taken several times.
struct Sample {
    /// In ascending order; at least one.
    private let values: [Double]

    init(_ values: [Double]) { self.values = values.isEmpty ? [0] : values.sorted() }

    var median: Double {
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
    /// The bounds of the middle half of the values.
    var lowerQuarter: Double { values[values.count / 4] }
    var upperQuarter: Double { values[values.count - 1 - values.count / 4] }

    /// Each value converted to another unit.
    func map(_ body: (Double) -> Double) -> Sample { Sample(values.map(body)) }
}

/// A figure together with the baseline taken in the same run.
struct Measurement {
    /// What was measured: `start/version`.
    var name: String
    var value: Sample
    /// `ms`, `us`, `1/s`.
    var unit: String
    /// In the same unit; nil if there is none.
    var baseline: Sample?

    /// The median as a multiple of the baseline's median.
    var ratio: Double? { baseline.flatMap { $0.median > 0 ? value.median / $0.median : nil } }
}

/// Measures times.
enum Timing {
    /// The seconds that a piece of work takes.
    static func seconds(_ work: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let time = try clock.measure(work).components
        return Double(time.seconds) + Double(time.attoseconds) * 1e-18
    }

    /// The seconds of a piece of work, after one warm-up run that is not counted.
    static func sample(rounds: Int, _ work: () throws -> Void) rethrows -> Sample {
        try work()
        return Sample(try (0..<rounds).map { _ in try seconds(work) })
    }

    /// The seconds of two pieces of work run alternately, so that the state of the machine affects both alike.
    static func samples(rounds: Int, _ work: () throws -> Void, baseline: () throws -> Void) rethrows -> (
        Sample, Sample
    ) {
        var times: [Double] = []
        var baselines: [Double] = []
        try baseline()
        try work()
        for _ in 0..<rounds {
            baselines.append(try seconds(baseline))
            times.append(try seconds(work))
        }
        return (Sample(times), Sample(baselines))
    }
}

/// Measurements as text.
enum Report {
    /// One line of JSON.
    static func json(_ measurement: Measurement) -> String {
        JSONValue.members([
            "name": .string(measurement.name),
            "value": .number(rounded(measurement.value.median)),
            "unit": .string(measurement.unit),
            "baseline": measurement.baseline.map { .number(rounded($0.median)) } ?? .null,
            "ratio": measurement.ratio.map { .number(rounded($0)) } ?? .null,
            "lowerQuarter": .number(rounded(measurement.value.lowerQuarter)),
            "upperQuarter": .number(rounded(measurement.value.upperQuarter)),
        ]).text
    }

    /// One line for people.
    static func row(_ measurement: Measurement) -> String {
        var line = padded(measurement.name, 32) + "\(rounded(measurement.value.median)) \(measurement.unit)"
        if let baseline = measurement.baseline, let ratio = measurement.ratio {
            line =
                padded(line, 52) + "baseline \(rounded(baseline.median)) \(measurement.unit), ratio \(rounded(ratio))"
        }
        return line
    }

    /// One line of a table in Markdown.
    static func markdown(_ measurement: Measurement) -> String {
        let value = measurement.value
        let cells = [
            "`\(measurement.name)`", "\(rounded(value.median)) \(measurement.unit)",
            "\(rounded(value.lowerQuarter)) to \(rounded(value.upperQuarter))",
            measurement.baseline.map { "\(rounded($0.median)) \(measurement.unit)" } ?? "",
            measurement.ratio.map { "\(rounded($0))" } ?? "",
        ]
        return "| " + cells.joined(separator: " | ") + " |"
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
