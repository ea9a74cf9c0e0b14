import Moments
import Testing

/// The deadlines of many.
struct DeadlineHeapTests {
    @Test func servesTheEarliestFirstWhateverChanges() {
        var heap = DeadlineHeap<Int>()
        var plain: [Int: Double] = [:]
        var state: UInt64 = 7
        for _ in 0..<5000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let key = Int(state >> 33) % 200
            let time = Double(Int(state >> 20) % 1000)
            if state >> 60 == 0 {
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
