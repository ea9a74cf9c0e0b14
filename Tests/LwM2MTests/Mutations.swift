import Randomness
import TestSupport

/// Changes inputs at random, the same way for the same seed.
struct Mutations {
    private var generator: SeededSequence

    init(seed: UInt64) { generator = SeededSequence(seed: seed) }

    /// An input of the corpus with one to four changes: bytes turned, taken out, doubled, put in, or the end cut off.
    mutating func next(of corpus: [[UInt8]]) -> [UInt8] {
        var bytes = corpus[Int.random(in: 0..<corpus.count, using: &generator)]
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 2 where !bytes.isEmpty: bytes.remove(at: place)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            case 4: bytes.removeLast(bytes.count - place)
            case 5 where !bytes.isEmpty: bytes.insert(contentsOf: bytes[place...].prefix(12), at: place)
            case 6:
                let other = corpus[Int.random(in: 0..<corpus.count, using: &generator)]
                bytes = Array(bytes[..<place]) + other.dropFirst(Int.random(in: 0...other.count, using: &generator))
            default:
                if !bytes.isEmpty { bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0 }
            }
        }
        return bytes
    }

    /// A number below a bound, for choices beside the bytes.
    mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
}
