/// How one test of one file ended on one product.
public struct TestResult: Hashable, Sendable {
    /// The ways to end.
    public enum Outcome: Hashable, Sendable {
        case passed
        /// The test is not ready; with the reason.
        case pending(String)
        case failed(TestFailure)
    }

    /// The path of the test's file.
    public var file: String
    /// The product that the device was.
    public var product: String
    /// Which repetition it was, from 1.
    public var round: Int
    /// The names of the blocks around the test, outermost first.
    public var blocks: [String]
    /// The test's own name.
    public var name: String
    /// Where the test stands.
    public var place: SourcePlace
    public var outcome: Outcome
    /// Seconds on the wall.
    public var seconds: Double
    /// What was printed meanwhile.
    public var output: [String]

    public init(
        file: String, product: String, round: Int = 1, blocks: [String], name: String, place: SourcePlace,
        outcome: Outcome, seconds: Double, output: [String] = []
    ) {
        self.file = file
        self.product = product
        self.round = round
        self.blocks = blocks
        self.name = name
        self.place = place
        self.outcome = outcome
        self.seconds = seconds
        self.output = output
    }

    /// The names of blocks and test, `a sensor > tells the host`.
    public var fullName: String { (blocks + [name]).joined(separator: " > ") }

    /// The failure; nil for a test that passed or is pending.
    public var failure: TestFailure? { if case .failed(let failure) = outcome { failure } else { nil } }

    /// Where to look: the place of the failure, else that of the test.
    public var placeToShow: SourcePlace { failure?.place ?? place }
}
