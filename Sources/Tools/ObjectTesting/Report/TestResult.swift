/// How one test of one file ended on one product.
package struct TestResult: Hashable, Sendable {
    /// The possible outcomes.
    package enum Outcome: Hashable, Sendable {
        case passed
        /// The test is not ready, with the reason.
        case pending(String)
        case failed(TestFailure)
    }

    /// The path of the test's file.
    package var file: String
    /// The product that the device represented.
    package var product: String
    /// The repetition, counted from 1.
    package var round: Int
    /// The names of the blocks around the test, outermost first.
    package var blocks: [String]
    /// The test's own name.
    package var name: String
    /// Where the test is defined.
    package var place: SourcePlace
    package var outcome: Outcome
    /// Wall-clock seconds.
    package var seconds: Double
    /// What was printed during the test.
    package var output: [String]
    /// How the same test ended on the emulated device, if this is the result on a module.
    package var emulated: Outcome?
    /// What the module answered otherwise than the emulated device, a line each.
    package var differences: [String] = []
    /// The requests of a failed test as lines of Lua, if they were to be recorded.
    package var requests: String?

    package init(
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
    package var fullName: String { (blocks + [name]).joined(separator: " > ") }

    /// The failure; nil if the test passed or is pending.
    package var failure: TestFailure? { if case .failed(let failure) = outcome { failure } else { nil } }

    /// Where to look: the place of the failure, otherwise that of the test.
    package var placeToShow: SourcePlace { failure?.place ?? place }
}

extension TestResult {
    /// Whether the test ended otherwise on the module than on the emulated device; one that was skipped did not.
    package var isDifferent: Bool {
        switch (emulated, outcome) {
        case (.passed?, .failed): true
        case (.failed?, .failed(let failure)): failure.kind == .difference
        default: false
        }
    }
}

extension TestResult.Outcome {
    /// `passed`, `failed` or `skipped`.
    package var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .pending: "skipped"
        }
    }
}

/// A test file that could not be used.
package struct TestProblem: Error, Hashable, Sendable {
    /// The path of the test's file.
    package var file: String
    package var product: String
    /// What was wrong, preceded by file and line if they are known.
    package var message: String
    /// Where it happened, if known.
    package var place: SourcePlace?
    /// The calls that led there, as Lua words them; empty if there are none.
    package var traceback: String

    package init(file: String, product: String, message: String, place: SourcePlace? = nil, traceback: String = "") {
        self.file = file
        self.product = product
        self.message = message
        self.place = place
        self.traceback = traceback
    }
}

/// The figures of a whole run.
package struct TestSummary: Hashable, Sendable {
    package var passed = 0
    package var failed = 0
    package var pending = 0
    /// Files that could not be used.
    package var problems = 0
    /// The number of test files run, each counted once for each product and round.
    package var files = 0
    /// Wall-clock seconds.
    package var seconds = 0.0
    /// The seed for shuffling; 0 keeps the order of the files.
    package var seed: UInt64 = 0
    /// Whether the run ended at the first failure.
    package var stoppedEarly = false
    /// Whether tests are missing because the run was to end, see `TestOptions.shouldEnd`.
    package var isCutShort = false

    package init() {}

    /// The number of tests that ran.
    package var total: Int { passed + failed + pending }

    /// Counts a result.
    package mutating func add(_ result: TestResult) {
        switch result.outcome {
        case .passed: passed += 1
        case .pending: pending += 1
        case .failed: failed += 1
        }
    }
}
