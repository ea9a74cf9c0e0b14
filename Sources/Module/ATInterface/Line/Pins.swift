import Products

/// The GPIO pins: what `+UGPIOC`, `+UGPIOR`, `+UGPIOW` and `+ULWM2MPULSE` set and read.
///
/// - Source: UBX-17003787 R13, chapter 15; UBX-18068860 R09 §5.5.
struct Pins: Hashable {
    /// One pin.
    struct Pin: Hashable {
        var mode = Pins.disabled
        var level = 0
    }

    /// What `lua_send_pulse` does to a pin.
    struct Pulse: Hashable {
        var level = 0
        /// Milliseconds; 0 for no end.
        var time = 0
        /// Whether it is kept in NVM.
        var isPersistent = 0
    }

    static let output = 0
    static let disabled = 255
    static let lwm2mPulse = 25

    /// The ids, in the order in which they are listed.
    let ids: [Int]
    private let pulseIDs: [Int]
    private(set) var pins: [Int: Pin]
    private(set) var pulses: [Int: Pulse] = [:]
    private var ends: [Int: Double] = [:]

    init(_ product: Product) {
        ids = product.gpioPins.sorted()
        pulseIDs = product.pulsePins
        pins = Dictionary(uniqueKeysWithValues: ids.map { ($0, Pin()) })
    }

    /// The modes of the pins: those of the manual, and 25 if pulses are supported.
    var modes: [Int] {
        [0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 18, 19, 21, 22, 23, 24] + (pulseIDs.isEmpty ? [] : [Self.lwm2mPulse])
            + [32, Self.disabled]
    }

    /// Whether a pin can be driven by `lua_send_pulse`.
    func takesPulse(_ id: Int) -> Bool { pulseIDs.contains(id) }

    mutating func configure(_ id: Int, mode: Int, level: Int) {
        pins[id] = Pin(mode: mode, level: mode == Self.output ? level : 0)
        ends[id] = nil
        if mode != Self.lwm2mPulse { pulses[id] = nil }
    }

    mutating func write(_ id: Int, _ level: Int) { pins[id]?.level = level }

    mutating func setPulse(_ id: Int, _ pulse: Pulse) { pulses[id] = pulse }

    /// `lua_send_pulse`: has no effect on a pin in another mode.
    mutating func pulse(_ id: Int, at time: Double) {
        guard pins[id]?.mode == Self.lwm2mPulse else { return }
        let pulse = pulses[id] ?? Pulse()
        pins[id]?.level = pulse.level
        ends[id] = pulse.time == 0 ? nil : time + Double(pulse.time) / 1000
    }

    var nextDeadline: Double? { ends.values.min() }

    mutating func advance(to time: Double) {
        for (id, end) in ends where end <= time {
            pins[id]?.level = 1 - (pulses[id]?.level ?? 0)
            ends[id] = nil
        }
    }

    mutating func switchOff() { ends = [:] }

    /// The pins that differ from their factory state: `16=25:0 23=0:1`.
    var text: String {
        ids.compactMap { id in
            pins[id].flatMap { $0.mode == Self.disabled ? nil : "\(id)=\($0.mode):\($0.level)" }
        }.joined(separator: " ")
    }

    /// The stored pulses: `16=1:3000`.
    var pulseText: String {
        ids.compactMap { id in
            pulses[id].flatMap { $0.isPersistent == 1 ? "\(id)=\($0.level):\($0.time)" : nil }
        }.joined(separator: " ")
    }

    /// Restores what is stored in NVM; everything else is in its factory state.
    mutating func restore(_ text: String, _ pulseText: String) {
        for id in ids { pins[id] = Pin() }
        pulses = [:]
        for (id, mode, level) in Self.triples(text) where pins[id] != nil && (0...1).contains(level) {
            pins[id] = Pin(mode: mode, level: level)
        }
        for (id, level, time) in Self.triples(pulseText) where takesPulse(id) && (0...1).contains(level) && time >= 0 {
            pulses[id] = Pulse(level: level, time: time, isPersistent: 1)
        }
    }

    private static func triples(_ text: String) -> [(Int, Int, Int)] {
        text.split(separator: " ").compactMap { entry in
            let numbers = entry.split { $0 == "=" || $0 == ":" }.compactMap { Int($0) }
            return numbers.count == 3 ? (numbers[0], numbers[1], numbers[2]) : nil
        }
    }
}
