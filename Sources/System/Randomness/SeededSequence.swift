/// Pseudorandom numbers that are the same for the same seed, on every platform and in every version: SplitMix64.
///
/// For ids, time-outs, orders and tests; not for secrets.
///
/// - Source: Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
package struct SeededSequence: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// The next number, all 64 bits of it random.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The next number, at least 0 and below 1.
    package mutating func nextFraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
