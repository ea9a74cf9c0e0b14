import Randomness
import Testing

struct SeededSequenceTests {
    /// The first numbers for seed 1234567 as their authors publish them.
    @Test func makesThePublishedNumbers() {
        var random = SeededSequence(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test func makesFractionsBelowOne() {
        var random = SeededSequence(seed: 5)
        let fractions = (0..<10_000).map { _ in random.nextFraction() }
        #expect(fractions.allSatisfy { (0..<1).contains($0) })
        #expect(fractions.contains { $0 < 0.01 } && fractions.contains { $0 > 0.99 })
    }
}
