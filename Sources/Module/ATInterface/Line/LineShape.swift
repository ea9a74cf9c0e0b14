/// How fast bytes travel over a line: its speed, and the delay of every byte.
///
/// A value without a clock: times are real seconds, passed with each call.
package struct LineShape: Hashable, Sendable {
    /// Bits per second, ten for each byte; nil for no limit.
    package var speed: Int?
    /// Seconds.
    package var latency: Double

    private var waiting: [(due: Double, byte: UInt8)] = []
    private var first = 0
    private var lastDue = 0.0
    /// With more bytes than this waiting, the line loses what arrives.
    private static let mostWaiting = 1 << 20
    /// Whether nothing more should be put on the line for now.
    package var isFull: Bool { waiting.count - first >= 1 << 16 }

    /// A line with this speed in baud, nil for no limit, and this latency in seconds.
    package init(speed: Int? = nil, latency: Double = 0) {
        self.speed = speed
        self.latency = latency
    }

    /// Reads `115200,latency=20ms`, or either part alone; nil for anything else.
    package init?(_ text: String) {
        self.init()
        guard !text.isEmpty else { return nil }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if part.hasPrefix("latency=") {
                guard let seconds = Self.seconds(part.dropFirst(8)) else { return nil }
                latency = seconds
            } else {
                guard let number = Int(part), (50...4_000_000).contains(number) else { return nil }
                speed = number
            }
        }
    }

    /// `20ms`, `1.5s`: at most an hour.
    private static func seconds(_ text: Substring) -> Double? {
        let isMilliseconds = text.hasSuffix("ms")
        guard isMilliseconds || text.hasSuffix("s"), let number = Double(text.dropLast(isMilliseconds ? 2 : 1)),
            number >= 0, number.isFinite
        else { return nil }
        let seconds = isMilliseconds ? number / 1000 : number
        return seconds <= 3600 ? seconds : nil
    }

    /// Sends bytes over the line.
    package mutating func send(_ bytes: some Collection<UInt8>, at time: Double) {
        guard waiting.count - first < Self.mostWaiting else { return }
        let step = speed.map { 10 / Double($0) } ?? 0
        for byte in bytes {
            lastDue = max(lastDue + step, time + latency + step)
            waiting.append((lastDue, byte))
        }
    }

    /// When the next byte arrives; nil if none is in transit.
    package var nextDeadline: Double? { first < waiting.count ? waiting[first].due : nil }

    /// Removes the bytes that have arrived.
    package mutating func removeArrived(at time: Double) -> [UInt8] {
        var bytes: [UInt8] = []
        while first < waiting.count, waiting[first].due <= time {
            bytes.append(waiting[first].byte)
            first += 1
        }
        if first == waiting.count { (waiting, first) = ([], 0) }
        return bytes
    }

    package static func == (a: LineShape, b: LineShape) -> Bool { a.speed == b.speed && a.latency == b.latency }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(speed)
        hasher.combine(latency)
    }
}
