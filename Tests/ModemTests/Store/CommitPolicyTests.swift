import Modem
import Testing

struct CommitPolicyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let product: String
        var commandAt: Double?
        let endedAt: Double
        var cleanly = false
        let isKept: Bool
    }
    // The change is made at 100 s.
    static let cases = [
        Case(testDescription: "R5, power lost late", product: "SARA-R510S-01B", endedAt: 9999, isKept: false),
        Case(testDescription: "R5, reset", product: "SARA-R510S-01B", endedAt: 100, cleanly: true, isKept: true),
        Case(testDescription: "R5, command", product: "SARA-R510S-01B", commandAt: 100, endedAt: 101, isKept: true),
        Case(
            testDescription: "R5, command too early", product: "SARA-R510S-01B", commandAt: 99, endedAt: 999,
            isKept: false),
        Case(
            testDescription: "R5-00B-00 has no command", product: "SARA-R510S-00B-00", commandAt: 101, endedAt: 102,
            isKept: false),
        Case(
            testDescription: "R5-00B-01 has", product: "SARA-R510S-00B-01", commandAt: 101, endedAt: 102,
            isKept: true),
        Case(testDescription: "R4, too early", product: "SARA-R410M-02B", endedAt: 139.9, isKept: false),
        Case(testDescription: "R4, after 40 s", product: "SARA-R410M-02B", endedAt: 140, isKept: true),
        Case(testDescription: "x3B, after 40 s", product: "SARA-R410M-63B-00", endedAt: 140, isKept: true),
        Case(testDescription: "R422, reset", product: "SARA-R422-00B", endedAt: 100, cleanly: true, isKept: true),
        Case(testDescription: "R422, too early", product: "SARA-R422-00B", endedAt: 139, isKept: false),
        Case(testDescription: "LEXI, after 40 s", product: "LEXI-R422", endedAt: 140, isKept: true),
    ]
    @Test(arguments: cases) func keeps(_ row: Case) throws {
        let policy = try #require(Product.named(row.product)).commitPolicy
        #expect(
            policy.isCommitted(
                changedAt: 100, commandAt: row.commandAt, endedAt: row.endedAt, cleanly: row.cleanly) == row.isKept)
    }

    @Test func alwaysIsAtOnce() {
        #expect(CommitPolicy.always.dueTime(changedAt: 7) == 7)
        #expect(CommitPolicy.always.isCommitted(changedAt: 7, endedAt: 7, cleanly: false))
        #expect(CommitPolicy.always.takesCommand)
        #expect(Product.default.commitPolicy.dueTime(changedAt: 7) == nil)
    }
}
