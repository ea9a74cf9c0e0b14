/// What is known before a run.
public struct TestPlan: Hashable, Sendable {
    /// The products that the tests run on.
    public var products: [String]
    /// What the order is shuffled by; 0 is the order of the files.
    public var seed: UInt64
    /// How often all tests run.
    public var rounds: Int
    /// When the run started, seconds since 1970.
    public var startTime: Int64

    public init(products: [String], seed: UInt64, rounds: Int, startTime: Int64) {
        self.products = products
        self.seed = seed
        self.rounds = rounds
        self.startTime = startTime
    }

    /// The words that tell apart results of several products and rounds, ` [SARA-R422M8S-00B, round 2]`; empty where
    /// there is one of each.
    public func label(product: String, round: Int) -> String {
        var parts: [String] = []
        if products.count > 1 { parts.append(product) }
        if rounds > 1 { parts.append("round \(round)") }
        return parts.isEmpty ? "" : " [\(parts.joined(separator: ", "))]"
    }
}
