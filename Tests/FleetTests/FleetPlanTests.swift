import Fleet
import Testing

/// Who the devices of a fleet are, and when they start.
struct FleetPlanTests {
    struct Name: Sendable, CustomTestStringConvertible {
        let pattern: String
        let number: Int
        let endpoint: String
        var testDescription: String { pattern }
    }

    static let names = [
        Name(pattern: "urn:imei:%015d", number: 7, endpoint: "urn:imei:000000000000007"),
        Name(pattern: "a%db", number: 12345, endpoint: "a12345b"),
        Name(pattern: "100%%-%03d", number: 4567, endpoint: "100%-4567"),
    ]

    @Test(arguments: names) func namesDevices(_ name: Name) throws {
        #expect(try EndpointPattern(parsing: name.pattern).endpoint(name.number) == name.endpoint)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let text: String
        let words: String
        var testDescription: String { text }
    }

    static let patterns = [
        Refusal(
            text: "same", words: "'same' gives every device one name: it needs %d or %015d where the number stands"),
        Refusal(text: "%d-%d", words: "'%d-%d' has more than one place for the number"),
        Refusal(text: "%s", words: "'%s' has a % without %d or %015d: write %% for a percent sign"),
        Refusal(text: "%15d", words: "'%15d' has a % without %d or %015d: write %% for a percent sign"),
        Refusal(text: "%", words: "'%' has a % without %d or %015d: write %% for a percent sign"),
    ]

    @Test(arguments: patterns) func refusesPatterns(_ refusal: Refusal) {
        #expect(throws: FleetError(refusal.words)) { try EndpointPattern(parsing: refusal.text) }
    }

    static let shards = [
        Refusal(text: "4/4", words: "'4/4' is not a shard: the first of N has the number 0, the last one N - 1"),
        Refusal(text: "-1/4", words: "'-1/4' is not a shard: the first of N has the number 0, the last one N - 1"),
        Refusal(text: "0/0", words: "'0/0' is not a shard: the first of N has the number 0, the last one N - 1"),
        Refusal(text: "1", words: "'1' is not a shard: write I/N, as 0/4 for the first of four"),
        Refusal(text: "a/b", words: "'a/b' is not a shard: write I/N, as 0/4 for the first of four"),
    ]

    @Test(arguments: shards) func refusesShards(_ refusal: Refusal) {
        #expect(throws: FleetError(refusal.words)) { try FleetShard(parsing: refusal.text) }
    }

    @Test func sharesAFleetWithoutOverlap() throws {
        var seen: [Int] = []
        for index in 0..<4 {
            var plan = FleetPlan(count: 103)
            plan.shard = try FleetShard(parsing: "\(index)/4")
            seen += plan.devices
        }
        #expect(seen.sorted() == Array(0..<103))
    }

    struct Rate: Sendable, CustomTestStringConvertible {
        let text: String
        let rate: Double?
        var testDescription: String { text }
    }

    static let rates = [
        Rate(text: "100/s", rate: 100), Rate(text: "6000/min", rate: 100), Rate(text: "36/h", rate: 0.01),
        Rate(text: "all", rate: nil),
    ]

    @Test(arguments: rates) func readsRates(_ rate: Rate) throws {
        #expect(try FleetPlan.rate(parsing: rate.text) == rate.rate)
    }

    @Test(arguments: ["0/s", "-1/s", "x/s", "5", "5/d", "inf/s", "nan/s", "1e300/s"])
    func refusesRates(_ text: String) {
        #expect(
            throws: FleetError("'\(text)' is not a rate: write 100/s, 6000/min, 1/h, or all for all at once")
        ) { try FleetPlan.rate(parsing: text) }
    }

    @Test func startsAndPeriodsStayWithinTheJitter() {
        var plan = FleetPlan(count: 1000)
        plan.rate = 50
        for index in 0..<10 { #expect(plan.start(of: index) == Double(index) / 50) }
        plan.jitter = 0.2
        var periods: Set<Double> = []
        for index in 0..<1000 {
            #expect(abs(plan.start(of: index) * 50 - Double(index)) <= 0.2)
            let period = plan.period(10, of: index, purpose: 1)
            #expect((8...12).contains(period))
            #expect(period == plan.period(10, of: index, purpose: 1))
            periods.insert(period)
        }
        #expect(periods.count > 990)
        plan.rate = nil
        #expect(plan.start(of: 999) == 0)
    }

    @Test func theSameSeedMakesTheSameChoices() {
        var plan = FleetPlan(count: 10_000)
        let chosen = (0..<10_000).filter { plan.isChosen($0, share: 0.3, event: 1) }
        #expect((2800...3200).contains(chosen.count))
        #expect(chosen == (0..<10_000).filter { plan.isChosen($0, share: 0.3, event: 1) })
        #expect(chosen != (0..<10_000).filter { plan.isChosen($0, share: 0.3, event: 2) })
        plan.seed = 2
        #expect(chosen != (0..<10_000).filter { plan.isChosen($0, share: 0.3, event: 1) })
        #expect((0..<100).allSatisfy { plan.isChosen($0, share: 1, event: 1) })
        #expect(!(0..<100).contains { plan.isChosen($0, share: 0, event: 1) })
    }

    @Test func identitiesComeFromPatternAndSecret() {
        let source = IdentitySource(
            pattern: .imei, first: 350_000_000_000_000, keys: .derived { Array($0.reversed()) })
        let identity = source.identity(5)
        #expect(identity.endpoint == "urn:imei:350000000000005" && identity.imei == "350000000000005")
        #expect(identity.credentials?.identity == Array(identity.endpoint.utf8))
        #expect(identity.credentials?.key == Array(identity.endpoint.utf8.reversed()))
        #expect(source.identity(5) == identity)
    }
}
