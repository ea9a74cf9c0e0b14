import Moments
import Randomness
import Testing

/// The deadlines of many.
struct DeadlineHeapTests {
    @Test func servesTheEarliestFirstWhateverChanges() {
        var heap = DeadlineHeap<Int>()
        var plain: [Int: Double] = [:]
        var random = SeededSequence(seed: 7)
        for _ in 0..<5000 {
            let key = Int.random(in: 0..<200, using: &random)
            let time = Double(Int.random(in: 0..<1000, using: &random))
            if Int.random(in: 0..<16, using: &random) == 0 {
                heap.remove(key)
                plain[key] = nil
            } else {
                heap.set(time, for: key)
                plain[key] = time
            }
            #expect(heap.first?.time == plain.values.min())
            #expect(heap.count == plain.count && heap[key] == plain[key])
        }
        var times: [Double] = []
        while let first = heap.first {
            times.append(first.time)
            #expect(plain[first.key] == first.time)
            heap.remove(first.key)
        }
        #expect(times == plain.values.sorted())
    }

    @Test func servesEqualTimesInTheOrderInWhichTheyWereSet() {
        var heap = DeadlineHeap<String>()
        for key in ["c", "a", "b"] { heap.set(1, for: key) }
        heap.set(nil, for: "a")
        heap.set(1, for: "a")
        heap.set(.nan, for: "c")
        var keys: [String] = []
        while let first = heap.first {
            keys.append(first.key)
            heap.remove(first.key)
        }
        #expect(keys == ["b", "a"])
    }
}
