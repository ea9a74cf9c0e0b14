import CoAP
import Testing

/// A link in memory on a clock that the test turns.
@Suite struct MemoryLinkTests {
    private final class Clock { var time = 0.0 }

    @Test func nothingArrivesBeforeItsTime() {
        let clock = Clock()
        let link = MemoryLink(LinkConditions(delay: 2...2), nearName: "a", farName: "b", clock: { clock.time })
        var heard: [[UInt8]] = []
        link.far.onDatagram = { heard.append($0) }
        link.near.send([1])
        #expect(link.near.peer == "b" && link.far.peer == "a")
        #expect(link.near.state == .open)
        #expect(link.nextDeadline == 2)
        link.advance(to: 1.9)
        #expect(heard.isEmpty)
        link.advance(to: 2)
        #expect(heard == [[1]])
        #expect(link.nextDeadline == nil)
    }

    @Test func theSeedDecidesWhatHappens() {
        func run(_ seed: UInt64) -> [[UInt8]] {
            let clock = Clock()
            let link = MemoryLink(
                LinkConditions(loss: 0.3, duplication: 0.3, delay: 0...1), seed: seed, clock: { clock.time })
            var heard: [[UInt8]] = []
            link.far.onDatagram = { heard.append($0) }
            for byte in 0..<100 as Range<UInt8> { link.near.send([byte]) }
            clock.time = 1
            link.advance(to: 1)
            return heard
        }
        let first = run(1)
        #expect(first == run(1))
        #expect(first != run(2))
        #expect(first != first.sorted { $0[0] < $1[0] })
        #expect(first.count > Set(first).count)
        #expect(Set(first).count < 100)
    }

    @Test func aCutLinkCarriesNothing() {
        let link = MemoryLink(clock: { 0 })
        var heard = 0
        link.far.onDatagram = { _ in heard += 1 }
        link.near.send([1])
        link.isCut = true
        link.near.send([2])
        link.advance(to: 0)
        link.isCut = false
        link.near.send([3])
        link.advance(to: 0)
        #expect(heard == 1)
        #expect(link.sent == 3)
    }

    @Test func aClosedEndNeitherSendsNorHears() {
        let link = MemoryLink(clock: { 0 })
        var heard = 0
        link.far.onDatagram = { _ in heard += 1 }
        link.near.send([1])
        link.near.close()
        link.near.send([2])
        link.advance(to: 0)
        #expect(heard == 1)
        link.far.close()
        link.advance(to: 0)
        #expect(link.nextDeadline == nil)
    }
}
