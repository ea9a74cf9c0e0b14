/// The figures of a whole run.
public struct TestSummary: Hashable, Sendable {
    public var passed = 0
    public var failed = 0
    public var pending = 0
    /// Files that could not be used.
    public var problems = 0
    /// Test files that were run, each once for each product and round.
    public var files = 0
    /// Seconds on the wall.
    public var seconds = 0.0
    /// What the order was shuffled by; 0 is the order of the files.
    public var seed: UInt64 = 0
    /// Whether the run ended at the first failure.
    public var stoppedEarly = false

    public init() {}

    /// All tests that ran.
    public var total: Int { passed + failed + pending }

    /// Counts a result.
    public mutating func add(_ result: TestResult) {
        switch result.outcome {
        case .passed: passed += 1
        case .pending: pending += 1
        case .failed: failed += 1
        }
    }
}
