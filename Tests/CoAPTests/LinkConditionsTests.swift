import CoAP
import Testing

/// How people write what a network is like, and what becomes of datagrams on it.
@Suite struct LinkConditionsTests {
    struct Text: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let conditions: LinkConditions
        init(_ text: String, _ conditions: LinkConditions) { (testDescription, self.conditions) = (text, conditions) }
    }

    static let texts = [
        Text(
            "loss=20%,delay=300ms±100,dup=5%,reorder=10%,rebind=60s,mtu=576,seed=7",
            LinkConditions(
                loss: 0.2, duplication: 0.05, reordering: 0.1, delay: 0.2...0.4, rebinding: 60, largestPacket: 576,
                seed: 7)),
        Text("delay=300ms+-100", LinkConditions(delay: 0.2...0.4)),
        Text("delay=2s", LinkConditions(delay: 2...2)),
        Text("delay=1s±250ms", LinkConditions(delay: 0.75...1.25)),
        Text("delay=0ms", LinkConditions()),
        Text("loss=0.5%", LinkConditions(loss: 0.005)),
        Text("loss=100%,rebind=5min", LinkConditions(loss: 1, rebinding: 300)),
        Text("seed=18446744073709551615,dup=0%", LinkConditions(seed: .max)),
        Text("mtu=1280,fragments=lost", LinkConditions(largestPacket: 1280, carriesFragments: false)),
        Text("fragments=carried", LinkConditions()),
    ]

    @Test(arguments: texts) func reads(_ text: Text) throws {
        let read = try LinkConditions(parsing: text.testDescription)
        #expect(abs(read.delay.lowerBound - text.conditions.delay.lowerBound) < 1e-9)
        #expect(abs(read.delay.upperBound - text.conditions.delay.upperBound) < 1e-9)
        var same = read
        same.delay = text.conditions.delay
        #expect(same == text.conditions)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription, words: String
        init(_ text: String, _ words: String) { (testDescription, self.words) = (text, words) }
    }

    private static let names = "loss, delay, dup, reorder, rebind, mtu, fragments or seed"
    private static let time =
        "delay takes a time up to an hour, and how much it varies: 300ms, 1.5s, 300ms±100, 300ms+-100"

    static let refusals = [
        Refusal("", "'' is not a condition: write \(names) with =VALUE"),
        Refusal("loss", "'loss' is not a condition: write \(names) with =VALUE"),
        Refusal("loss=", "'loss=' is not a condition: write \(names) with =VALUE"),
        Refusal("loss=1%,", "'' is not a condition: write \(names) with =VALUE"),
        Refusal("lost=1%", "'lost' is not a condition of a network: \(names)"),
        Refusal("loss=1%,loss=2%", "loss is there twice"),
        Refusal("loss=20", "loss=20: loss takes 0% to 100%"),
        Refusal("loss=101%", "loss=101%: loss takes 0% to 100%"),
        Refusal("loss=-1%", "loss=-1%: loss takes 0% to 100%"),
        Refusal("dup=nan%", "dup=nan%: dup takes 0% to 100%"),
        Refusal("reorder=1e1%", "reorder=1e1%: reorder takes 0% to 100%"),
        Refusal("delay=300", "delay=300: \(time)"),
        Refusal("delay=100ms±200", "delay=100ms±200: \(time)"),
        Refusal("delay=1ms±1±1", "delay=1ms±1±1: \(time)"),
        Refusal("delay=2h", "delay=2h: \(time)"),
        Refusal("delay=61min", "delay=61min: \(time)"),
        Refusal("rebind=0s", "rebind=0s: rebind takes a time from 1s to 1440min: 60s, 5min"),
        Refusal("mtu=67", "mtu=67: mtu takes 68 to 65535 bytes"),
        Refusal("fragments=no", "fragments=no: fragments takes carried or lost"),
        Refusal("seed=-1", "seed=-1: seed takes a whole number from 0"),
    ]

    @Test(arguments: refusals) func refuses(_ refusal: Refusal) {
        let error = #expect(throws: LinkConditionsError.self) {
            _ = try LinkConditions(parsing: refusal.testDescription)
        }
        #expect(error?.description == refusal.words)
    }

    // MARK: - What becomes of datagrams

    /// The bytes that arrive of datagrams of one byte, 0 to 199, sent a hundredth of a second apart, with their times.
    private func arrivals(_ conditions: LinkConditions, seed: UInt64 = 1) -> [(time: Double, byte: UInt8)] {
        var network = DatagramsUnderWay<Int>(conditions, seed: seed)
        var heard: [(Double, UInt8)] = []
        for number in 0..<400 {
            let time = Double(number) / 100
            if number < 200 { network.send([UInt8(number)], on: 0, at: time) }
            while let (_, bytes) = network.takeFirst(by: time) { heard.append((time, bytes[0])) }
        }
        #expect(network.nextDeadline == nil)
        return heard
    }

    @Test func aPerfectNetworkCarriesEverythingAtOnce() {
        let heard = arrivals(LinkConditions())
        #expect(heard.map(\.byte) == Array(0..<200))
        #expect(heard.allSatisfy { $0.time == Double($0.byte) / 100 })
    }

    @Test func anOvertakenDatagramComesAfterTheNext() {
        let heard = arrivals(LinkConditions(reordering: 0.2)).map(\.byte)
        #expect(heard.count == 200 && heard.sorted() == Array(0..<200))
        let late = zip(heard, heard.dropFirst()).count { $0 > $1 }
        #expect((20...50).contains(late), "\(late)")
        // None is more than one place away from its own.
        #expect(heard.enumerated().allSatisfy { abs($0.offset - Int($0.element)) <= 1 })
    }

    @Test func theLastOneIsHeldForASecondOnly() {
        var network = DatagramsUnderWay<Int>(LinkConditions(reordering: 1), seed: 1)
        network.send([1], on: 0, at: 0)
        network.send([2], on: 1, at: 0)
        #expect(network.nextDeadline == 1)
        let early = network.takeFirst(by: 0.9)
        #expect(early == nil)
        let arrived = [network.takeFirst(by: 1, on: 1), network.takeFirst(by: 1)]
        #expect(arrived.map { $0?.bytes } == [[2], [1]])
    }

    @Test func sharesAreWhatTheyAre() {
        let lost = (1...50).map { 200 - arrivals(LinkConditions(loss: 0.2), seed: $0).count }.reduce(0, +)
        #expect((1800...2200).contains(lost), "\(lost)")
        let doubled = (1...50).map { arrivals(LinkConditions(duplication: 0.05), seed: $0).count - 200 }.reduce(0, +)
        #expect((400...600).contains(doubled), "\(doubled)")
    }

    @Test func theSeedDecides() {
        let bad = LinkConditions(loss: 0.2, duplication: 0.1, reordering: 0.1, delay: 0.2...0.4)
        let first = arrivals(bad)
        #expect(first.map(\.byte) == arrivals(bad).map(\.byte) && first.map(\.time) == arrivals(bad).map(\.time))
        #expect(first.map(\.byte) != arrivals(bad, seed: 2).map(\.byte))
        #expect(first.allSatisfy { $0.time >= 0.2 })
    }

    /// A datagram that takes three packets needs all of them; one whose fragments are lost never arrives.
    @Test func fragmentsShareTheirFate() {
        func arrived(_ conditions: LinkConditions, bytes count: Int) -> Int {
            var network = DatagramsUnderWay<Int>(conditions, seed: 3)
            var arrived = 0
            for _ in 0..<2000 {
                network.send([UInt8](repeating: 0, count: count), on: 0, at: 0)
                while network.takeFirst(by: 0) != nil { arrived += 1 }
            }
            return arrived
        }
        var conditions = LinkConditions(loss: 0.2, largestPacket: 576)
        // 576 bytes with 20 of IP and 8 of UDP.
        #expect((1550...1650).contains(arrived(conditions, bytes: 548)))
        #expect((1220...1340).contains(arrived(conditions, bytes: 549)))
        // 552 bytes a fragment.
        #expect((960...1090).contains(arrived(conditions, bytes: 1200)))
        conditions.carriesFragments = false
        #expect((1550...1650).contains(arrived(conditions, bytes: 548)))
        #expect(arrived(conditions, bytes: 549) == 0)
    }

    @Test func aNewPortLosesWhatWasSentToTheOldOne() {
        var network = DatagramsUnderWay<Int>(LinkConditions(delay: 5...5, rebinding: 60), seed: 1)
        var rebound = [network.isRebound(at: 10, losing: 0)]
        network.send([1], on: 0, at: 69)
        network.send([2], on: 1, at: 69)
        rebound += [69.9, 70, 71, 131].map { network.isRebound(at: $0, losing: 0) }
        #expect(rebound == [false, false, true, false, true])
        let arrived = network.takeFirst(by: 80)
        #expect(arrived?.bytes == [2])
        #expect(network.nextDeadline == nil)
    }
}
