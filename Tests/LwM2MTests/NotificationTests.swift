import LwM2M
import Testing

/// What the vectors do not say of the rule of notifying.
struct NotificationTests {
    private static func number(_ value: Int64) -> Node { .resource(Resource(id: 1, value: .integer(value))) }

    @Test func deadlinesAreTheMomentsOfSending() {
        // 0.1 + 0.2 is a little more than 0.3: the deadline has to be late enough for the decision all the same.
        let conditions = NotificationConditions(pmin: 0.2, pmax: 0.7)
        var rule = NotificationRule(sending: Self.number(1), at: 0.1)
        #expect(rule.nextDeadline(under: conditions) == 0.1 + 0.7)
        #expect(rule.decision(at: 0.1 + 0.7, under: conditions) == .send([.pmax]))
        rule.store(Self.number(2), under: conditions)
        #expect(rule.decision(at: 0.25, under: conditions) == .wait(until: 0.1 + 0.2, [.change]))
        #expect(
            rule.nextDeadline(under: conditions).map { rule.decision(at: $0, under: conditions) } == .send([.change]))
        rule.send(Self.number(2), at: 0.4)
        #expect(rule.decision(at: 0.5, under: conditions) == .rest && rule.sent == Self.number(2))
    }

    @Test func anyChangeOfAMultipleResourceCounts() {
        func multiple(_ values: [Int64]) -> Node {
            .resource(
                Resource(
                    id: 1,
                    content: .multiple(
                        values.enumerated().map { ResourceInstance(id: UInt16($0.offset), value: .integer($0.element)) }
                    )))
        }
        let conditions = NotificationConditions(gt: .integer(100))
        var rule = NotificationRule(sending: multiple([1]), at: 0)
        #expect(rule.store(multiple([1, 2]), under: conditions) == [.change])
    }

    @Test func integersAreComparedAsSuch() {
        // As doubles the two and the threshold are one number.
        let threshold = Threshold.integer(9_007_199_254_740_993)
        let causes = NotificationRule.causes(
            from: Self.number(9_007_199_254_740_993), to: Self.number(9_007_199_254_740_994),
            under: NotificationConditions(gt: threshold))
        #expect(causes == [.gt])
        let whole = NotificationRule.causes(
            from: Self.number(.min), to: Self.number(.max), under: NotificationConditions(st: .float(0x1p63)))
        #expect(whole == [.st])
    }

    @Test func saysWhy() {
        let conditions = NotificationConditions(pmin: 10, pmax: 60, gt: .integer(45))
        var rule = NotificationRule(sending: Self.number(20), at: 0)
        #expect(
            rule.explanation(at: 3, under: conditions)
                == "nothing changed since it was sent; last sent 3 s ago; sent in any case after 60 s (pmax)")
        rule.store(Self.number(40), under: conditions)
        #expect(
            rule.explanation(at: 3.5, under: conditions)
                == "changed, but gt 45 was not passed; last sent 3.5 s ago; sent in any case after 60 s (pmax)")
        rule.store(Self.number(50), under: conditions)
        #expect(
            rule.explanation(at: 4, under: conditions)
                == "due: gt 45 was passed; last sent 4 s ago, held back for another 6 s (pmin 10)")
        #expect(rule.explanation(at: 10, under: conditions) == "due now: gt 45 was passed; last sent 10 s ago")
    }

    @Test func attributesGoWithWhatIsDeleted() throws {
        var store = AttributeStore()
        store[101, Path(3300, 0, 5700)] = NotificationAttributes(pmin: 1, gt: .integer(5))
        store[101, Path(3300, 0)] = NotificationAttributes(pmax: 60)
        store[102, Path(3300, 1)] = NotificationAttributes(pmax: 30)
        #expect(
            store.effective(at: Path(3300, 0, 5700), for: 101)
                == NotificationAttributes(pmin: 1, pmax: 60, gt: .integer(5)))
        store.remove(within: Path(3300, 0))
        #expect(store[101].isEmpty && store.serverIDs == [102])
    }
}
