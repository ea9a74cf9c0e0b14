/// How a fleet developed over time: a bounded number of samples, however long the run.
package struct FleetTrack {
    /// One point in time.
    package struct Sample: Hashable, Sendable {
        /// Seconds from the start.
        package var time: Double
        package var started: Int
        package var registered: Int
        /// Of the answers to Register and Update since the previous sample, in seconds; nil if there were none.
        package var median: Double?
        package var slow: Double?
    }

    /// Sorted by time.
    package private(set) var samples: [Sample] = []
    /// Seconds from one sample to the next; doubled when there are too many samples.
    package private(set) var interval = 1.0
    private var last = Histogram()
    private static let most = 600

    package init() {}

    /// When the next sample is due, in seconds from the start.
    package var nextTime: Double { (samples.last?.time ?? -interval) + interval }

    /// Takes a sample.
    package mutating func add(_ counts: FleetCounts, at time: Double) {
        var times = counts.registerTime
        times.add(counts.updateTime)
        let recent = times.since(last)
        last = times
        let hasAnswers = recent.count > 0
        samples.append(
            Sample(
                time: time, started: counts.started, registered: counts.registered,
                median: hasAnswers ? recent.percentile(0.5) : nil, slow: hasAnswers ? recent.percentile(0.99) : nil))
        guard samples.count > Self.most else { return }
        interval *= 2
        samples = samples.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    }
}

extension FleetTrack {
    /// A picture: how many devices had started and were registered, and below it how long answers took.
    package var svg: String {
        let end = max(samples.last?.time ?? 0, 1)
        let most = max(samples.map { max($0.started, $0.registered) }.max() ?? 0, 1)
        let longest = max(samples.compactMap(\.slow).max() ?? 0, 0.001)
        let upper = Panel(top: 40, time: end, value: Double(most))
        let lower = Panel(top: 280, time: end, value: longest)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 520" font-family="sans-serif" font-size="12">
            <title>Registrations and latency of a fleet</title>
            <rect width="860" height="520" fill="#fff"/>
            \(upper.frame("devices", "\(most)", Self.brief(end)))
            \(upper.line(samples.map { ($0.time, Double($0.started)) }, "#999"))
            \(upper.line(samples.map { ($0.time, Double($0.registered)) }, "#1a7f37"))
            <text x="560" y="30" fill="#999">started</text><text x="620" y="30" fill="#1a7f37">registered</text>
            \(lower.frame("answers to Register and Update", Self.brief(longest * 1000) + " ms", Self.brief(end)))
            \(lower.line(samples.compactMap { sample in sample.median.map { (sample.time, $0) } }, "#0969da"))
            \(lower.line(samples.compactMap { sample in sample.slow.map { (sample.time, $0) } }, "#cf222e"))
            <text x="560" y="270" fill="#0969da">median</text><text x="620" y="270" fill="#cf222e">99 %</text>
            </svg>

            """
    }

    private static func brief(_ number: Double) -> String {
        let rounded = (number * 10).rounded() / 10
        return Int(exactly: rounded).map { "\($0)" } ?? "\(rounded)"
    }

    /// One of the two diagrams.
    private struct Panel {
        let top: Double
        /// The values at its right and upper ends.
        let time: Double
        let value: Double
        private static let (left, width, height) = (70.0, 760.0, 180.0)

        init(top: Double, time: Double, value: Double) { (self.top, self.time, self.value) = (top, time, value) }

        func frame(_ name: String, _ most: String, _ end: String) -> String {
            let bottom = top + Self.height
            return """
                <path d="M70 \(top)V\(bottom)H830" fill="none" stroke="#333"/>
                <text x="70" y="\(top - 10)">\(name)</text>
                <text x="64" y="\(top + 8)" text-anchor="end">\(most)</text>
                <text x="64" y="\(bottom)" text-anchor="end">0</text>
                <text x="830" y="\(bottom + 16)" text-anchor="end">\(end) s</text>
                """
        }

        func line(_ points: [(time: Double, value: Double)], _ color: String) -> String {
            let text = points.map { point in
                let x = Self.left + Self.width * point.time / time
                let y = top + Self.height * (1 - point.value / value)
                return "\((x * 10).rounded() / 10),\((y * 10).rounded() / 10)"
            }
            return
                "<polyline fill=\"none\" stroke=\"\(color)\" stroke-width=\"1.5\" points=\"\(text.joined(separator: " "))\"/>"
        }
    }
}
