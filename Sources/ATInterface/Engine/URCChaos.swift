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

    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    mutating func next() -> Way {
        switch number(below: 5) {
        case 0: .plain
        case 1, 2: .held(seconds: 0.1 + Double(number(below: 2000)) / 1000)
        default: .split(at: Double(1 + number(below: 98)) / 100, seconds: Double(1 + number(below: 200)) / 1000)
        }
    }

    /// SplitMix64.
    private mutating func number(below bound: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ (mixed >> 31)) % bound
    }
}
