import JSON

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
