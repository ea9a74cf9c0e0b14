import Randomness

/// How a module sends its URCs where nothing forbids it: glued to each other, in two pieces, or between a command and
/// its answer. Hosts have to live with all of it; the order is that of a seed.
public struct URCChaos: Hashable, Sendable {
    /// What becomes of one URC.
    enum Way: Hashable, Sendable {
        /// At once and whole.
        case plain
        /// With the next URC, between the next command and its answer, or after some seconds.
        case held(seconds: Double)
        /// In two pieces, cut at a part of its length, the second after some seconds.
        case split(at: Double, seconds: Double)
    }

    private var random: SeededSequence

    public init(seed: UInt64) { random = SeededSequence(seed: seed) }

    mutating func next() -> Way {
        switch number(below: 5) {
        case 0: .plain
        case 1, 2: .held(seconds: 0.1 + Double(number(below: 2000)) / 1000)
        default: .split(at: Double(1 + number(below: 98)) / 100, seconds: Double(1 + number(below: 200)) / 1000)
        }
    }

    private mutating func number(below bound: UInt64) -> UInt64 { random.next() % bound }
}
