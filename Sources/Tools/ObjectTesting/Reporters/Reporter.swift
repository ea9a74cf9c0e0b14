import Wording

/// Shows the results of a run in one format. It is called from one thread, with results in the order of the files.
package protocol Reporter: AnyObject {
    /// Before the first result.
    func started(_ plan: TestPlan)
    func finished(_ result: TestResult)
    func failed(_ problem: TestProblem)
    /// A file was loaded and has no tests.
    func foundEmpty(_ file: TestFile)
    /// All results of one file on one product are in.
    func ended(_ file: TestJob)
    /// After the last result.
    func ended(_ summary: TestSummary)
}

extension Reporter {
    package func started(_ plan: TestPlan) {}
    package func foundEmpty(_ file: TestFile) {}
    package func ended(_ file: TestJob) {}
}

/// The available report formats.
package enum ReporterKind: String, CaseIterable, Sendable {
    case plain, tap, junit, json, html

    /// A reporter that passes on its text in pieces.
    ///
    /// - Parameters:
    ///   - usesColor: for `plain`: whether to colour words.
    ///   - showsProgress: for `plain`: whether to keep a line of progress, which needs a terminal.
    ///   - isVerbose: for `plain`: whether each test gets a line.
    package func reporter(
        usesColor: Bool = false, showsProgress: Bool = false, isVerbose: Bool = false,
        write: @escaping (String) -> Void
    ) -> any Reporter {
        switch self {
        case .plain:
            PlainReporter(usesColor: usesColor, showsProgress: showsProgress, isVerbose: isVerbose, write: write)
        case .tap: TAPReporter(write: write)
        case .junit: JUnitReporter(write: write)
        case .json: JSONReporter(write: write)
        case .html: HTMLReporter(write: write)
        }
    }
}

/// What is known before a run.
package struct TestPlan: Hashable, Sendable {
    /// The products that the tests run on.
    package var products: [String]
    /// The seed for shuffling; 0 keeps the order of the files.
    package var seed: UInt64
    /// How often all tests run.
    package var rounds: Int
    /// When the run started, seconds since 1970.
    package var startTime: Int64
    /// The module on which they run; nil for the emulated device.
    package var target: TargetDescription?

    package init(
        products: [String], seed: UInt64, rounds: Int, startTime: Int64, target: TargetDescription? = nil
    ) {
        self.products = products
        self.seed = seed
        self.rounds = rounds
        self.startTime = startTime
        self.target = target
    }

    /// A label that distinguishes the results of several products and rounds, ` [SARA-R422M8S-00B, round 2]`; empty if
    /// there is one of each.
    package func label(product: String, round: Int) -> String {
        var parts: [String] = []
        if products.count > 1 { parts.append(product) }
        if rounds > 1 { parts.append("round \(round)") }
        return parts.isEmpty ? "" : " [\(parts.joined(separator: ", "))]"
    }
}

/// Marks failures at their lines on GitHub's pages.
///
/// - Source: GitHub documentation, "Workflow commands for GitHub Actions".
package final class GitHubAnnotations: Reporter {
    private let write: (String) -> Void

    package init(write: @escaping (String) -> Void) { self.write = write }

    package func finished(_ result: TestResult) {
        guard let failure = result.failure else { return }
        put(result.placeToShow, title: result.fullName, text: failure.lines.joined(separator: "\n"))
    }

    package func failed(_ problem: TestProblem) {
        put(
            problem.place ?? SourcePlace(file: problem.file, line: 1), title: "test file does not load",
            text: problem.message)
    }

    package func ended(_ summary: TestSummary) {}

    private func put(_ place: SourcePlace, title: String, text: String) {
        let text = Printable.lines(text).joined(separator: "\n")
        write(
            WorkflowCommand.text(
                "error", file: place.file, line: place.line, title: Printable.escaped(title), message: text))
    }
}
