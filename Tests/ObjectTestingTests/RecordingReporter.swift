import ObjectHost
import ObjectTesting
import TestSupport

/// Keeps the results of a run.
final class RecordingReporter: Reporter {
    private(set) var results: [TestResult] = []
    private(set) var problems: [TestProblem] = []
    private(set) var empty: [TestFile] = []
    private(set) var summary = TestSummary()

    func finished(_ result: TestResult) { results.append(result) }
    func failed(_ problem: TestProblem) { problems.append(problem) }
    func foundEmpty(_ file: TestFile) { empty.append(file) }
    func ended(_ summary: TestSummary) { self.summary = summary }

    /// The result of the test with a name.
    subscript(name: String) -> TestResult? { results.first { $0.name == name } }

    static let sara = ScriptBindings(product: "SARA-R422M8S-00B", urcForm: .lengthAndText, hasPulse: true)
    static let saraR5 = ScriptBindings(product: "SARA-R510S-01B", urcForm: .either, hasPulse: false)

    static let options: TestOptions = {
        var options = TestOptions(products: [sara]) { name in [sara, saraR5].first { $0.product == name } }
        options.objectFolders = [Corpus.checkout.appendingPathComponent("objects").path]
        return options
    }()

    /// Runs the text of one test file.
    static func run(
        _ text: String, name: String = "x_test.lua", files: [String: String] = [:],
        options change: (inout TestOptions) -> Void = { _ in }
    ) throws -> RecordingReporter {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        var options = options
        change(&options)
        let reporter = RecordingReporter()
        _ = TestRunner(options: options, reporters: [reporter]).run([TestFile(path: try folder.write(text, to: name))])
        return reporter
    }
}
