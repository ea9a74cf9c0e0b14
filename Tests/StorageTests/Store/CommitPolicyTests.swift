import Products
import Storage
import Testing

struct CommitPolicyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let product: String
        let delay: Double?
        let takesCommand: Bool
        var testDescription: String { product }
    }
    static let cases = [
        Case(product: "SARA-R510S-01B", delay: nil, takesCommand: true),
        Case(product: "SARA-R510S-00B-00", delay: nil, takesCommand: false),
        Case(product: "SARA-R510S-00B-01", delay: nil, takesCommand: true),
        Case(product: "SARA-R410M-02B", delay: 40, takesCommand: false),
        Case(product: "SARA-R410M-63B-00", delay: 40, takesCommand: false),
        Case(product: "SARA-R422-00B", delay: 40, takesCommand: false),
        Case(product: "LEXI-R422", delay: 40, takesCommand: false),
    ]
    @Test(arguments: cases) func saves(_ row: Case) throws {
        let policy = try #require(Product.named(row.product)).commitPolicy
        #expect(policy == CommitPolicy(delay: row.delay, takesCommand: row.takesCommand))
        #expect(policy.dueTime(changedAt: 100) == row.delay.map { 100 + $0 })
    }

    @Test func alwaysIsAtOnce() {
        #expect(CommitPolicy.always.dueTime(changedAt: 7) == 7)
        #expect(CommitPolicy.always.takesCommand)
    }
}
