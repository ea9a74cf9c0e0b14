package import LwM2M
import Randomness
import Wording

/// The values of one Resource over time: a series of samples, the same in every run.
package struct ValueSource: Sendable {
    /// How the value changes. Times are in seconds from the start.
    package enum Shape: Hashable, Sendable {
        /// One value, once; if it is refused, again until it is accepted.
        case constant(Sample)
        /// From one number to another in this many seconds; repeated if it has a period, otherwise once.
        case ramp(from: Double, to: Double, over: Double, period: Double?)
        /// Between two numbers, beginning in the middle and rising.
        case sine(min: Double, max: Double, period: Double)
        /// A step of at most this size up or down from each sample to the next, within bounds.
        case walk(from: Double, step: Double, min: Double, max: Double, seed: UInt64)
        /// Each value at its time; repeated if it has a period.
        case table([Row], period: Double?)
    }

    /// A value at a time.
    package struct Row: Hashable, Sendable {
        /// Seconds from the start.
        package var time: Double
        package var sample: Sample

        package init(time: Double, sample: Sample) { (self.time, self.sample) = (time, sample) }
    }

    /// A number, or a text to be interpreted by the type of the Resource.
    package enum Sample: Hashable, Sendable {
        case number(Double)
        case text(String)
    }

    /// A Resource, or a Resource Instance.
    package let path: Path
    /// Where it is declared, `values.txt:3`.
    package let place: String
    private let shape: Shape
    /// Seconds from one sample to the next.
    private let interval: Double
    private var random: SeededSequence
    /// The number of the next sample.
    private var index = 0
    /// The current value of a walk.
    private var current = 0.0
    /// Whether the last sample was accepted.
    private var isTaken = false

    /// - Parameter interval: seconds from one sample to the next, greater than 0; a table has its own times.
    package init(_ path: Path, _ shape: Shape, every interval: Double, place: String) {
        (self.path, self.shape, self.interval, self.place) = (path, shape, interval, place)
        var seed: UInt64 = 0
        if case .walk(let from, _, _, _, let own) = shape { (seed, current) = (own, from) }
        random = SeededSequence(seed: seed)
    }

    /// The time of the next sample, in seconds from the start; nil after the last one.
    package var nextTime: Double? {
        switch shape {
        case .constant: isTaken ? nil : Double(index) * interval
        case .ramp(_, _, let over, nil): index <= steps(over) ? min(Double(index) * interval, over) : nil
        case .ramp, .sine, .walk: Double(index) * interval
        case .table(let rows, let period): time(index, rows, period)
        }
    }

    /// The next sample.
    package mutating func next() -> Sample? {
        guard let time = nextTime else { return nil }
        defer { index += 1 }
        switch shape {
        case .constant(let sample): return sample
        case .ramp(let from, let to, let over, let period):
            let place = period.map { time.truncatingRemainder(dividingBy: $0) } ?? time
            return .number(from + (to - from) * min(1, place / over))
        case .sine(let low, let high, let period):
            let turn = (time / period).truncatingRemainder(dividingBy: 1)
            return .number((low + high) / 2 + (high - low) / 2 * Sine.ofTurn(turn))
        case .walk(_, let step, let low, let high, _):
            if index > 0 { current = min(high, max(low, current + step * (2 * random.fraction() - 1))) }
            return .number(current)
        case .table(let rows, _): return rows[index % rows.count].sample
        }
    }

    /// The same source with another seed, for one of many that share a text: its own seed and this one decide together.
    package func reseeded(_ seed: UInt64) -> ValueSource {
        guard case .walk(_, _, _, _, let own) = shape else { return self }
        var source = self
        source.random = SeededSequence(seed: own ^ seed)
        return source
    }

    /// The sample that came last was written.
    mutating func take() { isTaken = true }

    /// The number of the last sample of a ramp.
    private func steps(_ over: Double) -> Int { Int((over / interval).rounded(.up)) }

    private func time(_ index: Int, _ rows: [Row], _ period: Double?) -> Double? {
        guard !rows.isEmpty else { return nil }
        let (round, row) = index.quotientAndRemainder(dividingBy: rows.count)
        if round == 0 { return rows[row].time }
        return period.map { Double(round) * $0 + rows[row].time }
    }
}

extension SeededSequence {
    /// A number from 0 up to 1, the same on every machine.
    fileprivate mutating func fraction() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}

/// Our own sine, so that a series has the same digits regardless of the system's library.
enum Sine {
    /// The sine of a fraction of a full turn, 0 to 1.
    static func ofTurn(_ turn: Double) -> Double {
        // Fold into a quarter turn, where the series converges quickly.
        let turn = turn < 0 ? turn + 1 : turn
        let half = turn < 0.5 ? turn : turn - 0.5
        let quarter = half < 0.25 ? half : 0.5 - half
        let x = quarter * 2 * Double.pi
        var (term, sum) = (x, x)
        for step in 1...10 {
            let n = Double(2 * step)
            term *= -x * x / (n * (n + 1))
            sum += term
        }
        sum = min(sum, 1)
        return turn < 0.5 ? sum : -sum
    }
}

extension ValueSource.Sample {
    /// The value that a Resource of a type accepts for it; nil if there is none.
    ///
    /// For integers and times a number is rounded; for Booleans it is true unless it is 0.
    package func value(as type: DataType) -> ResourceValue? {
        switch (self, type) {
        case (.number(let number), .float), (.number(let number), .none): .float(number)
        case (.number(let number), .integer): Int64(exactly: number.rounded()).map { .integer($0) }
        case (.number(let number), .time): Int64(exactly: number.rounded()).map { .time($0) }
        case (.number(let number), .unsignedInteger):
            UInt64(exactly: number.rounded()).map { .unsignedInteger($0) }
        case (.number(let number), .boolean): .boolean(number != 0)
        case (.number(let number), .string):
            .string(Int64(exactly: number).map { "\($0)" } ?? "\(number)")
        case (.text(let text), .string), (.text(let text), .none): .string(text)
        case (.text(let text), .corelnk): .corelnk(text)
        case (.text("true"), .boolean): .boolean(true)
        case (.text("false"), .boolean): .boolean(false)
        case (.text(let text), .objectLink): ObjectLink(text).map { .objectLink($0) }
        case (.text(let text), .opaque): Hexadecimal.bytes(spelled: text).map { .opaque($0) }
        case (.text, _), (.number, _): nil
        }
    }
}
