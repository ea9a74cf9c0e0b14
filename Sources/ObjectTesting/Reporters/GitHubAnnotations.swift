import Wording

/// Marks failures at their lines in the pages of GitHub.
///
/// - Source: GitHub documentation, "Workflow commands for GitHub Actions".
public final class GitHubAnnotations: Reporter {
    private let write: (String) -> Void

    public init(write: @escaping (String) -> Void) { self.write = write }

    public func finished(_ result: TestResult) {
        guard let failure = result.failure else { return }
        put(result.placeToShow, title: result.fullName, text: failure.lines.joined(separator: "\n"))
    }

    public func failed(_ problem: TestProblem) {
        put(
            problem.place ?? SourcePlace(file: problem.file, line: 1), title: "test file does not load",
            text: problem.message)
    }

    public func ended(_ summary: TestSummary) {}

    private func put(_ place: SourcePlace, title: String, text: String) {
        let text = Printable.lines(text).joined(separator: "\n")
        write(
            WorkflowCommand.text(
                "error", file: place.file, line: place.line, title: Printable.escaped(title), message: text))
    }
}
