import ObjectTesting
import TestSupport
import Testing

struct ReporterTests {
    /// Every kind of end, with texts that have to be escaped.
    private static let results = [
        TestResult(
            file: "tests/a_test.lua", product: "SARA-R510S-01B", blocks: ["a sensor"], name: "reads",
            place: SourcePlace(file: "tests/a_test.lua", line: 3), outcome: .passed, seconds: 0.001),
        TestResult(
            file: "tests/a_test.lua", product: "SARA-R510S-01B", blocks: ["a sensor"], name: "is \"<odd>\" # & 50%",
            place: SourcePlace(file: "tests/a_test.lua", line: 5),
            outcome: .failed(
                TestFailure(
                    .assertion, "a note: values\nare not the same", expected: "{ a = 1 }", actual: "{ a = \"]]>\" }",
                    difference: "  {\n-   a = 1,\n+   a = \"]]>\",\n  }",
                    place: SourcePlace(file: "tests/a_test.lua", line: 6),
                    calls: [
                        SourcePlace(file: "tests/helper.lua", line: 2), SourcePlace(file: "tests/a_test.lua", line: 6),
                    ])),
            seconds: 1.5, output: ["printed \u{0}\u{1B}[1m", "&"]),
        TestResult(
            file: "tests/a_test.lua", product: "SARA-R510S-01B", blocks: [], name: "test_hangs",
            place: SourcePlace(file: "tests/a_test.lua", line: 9),
            outcome: .failed(TestFailure(.timeout, "the test did not end within 10.000 s")), seconds: 10),
        TestResult(
            file: "tests/a_test.lua", product: "SARA-R510S-01B", blocks: [], name: "later",
            place: SourcePlace(file: "tests/a_test.lua", line: 12), outcome: .pending("no rights yet"), seconds: 0),
    ]

    private static func report(to reporter: any Reporter) {
        let job = TestJob(file: TestFile(path: "tests/a_test.lua"), bindings: RecordingReporter.saraR5)
        let broken = TestJob(file: TestFile(path: "tests/b_test.lua"), bindings: RecordingReporter.saraR5)
        reporter.started(TestPlan(products: ["SARA-R510S-01B"], seed: 42, rounds: 1, startTime: 1_735_689_600))
        for result in results { reporter.finished(result) }
        reporter.ended(job)
        reporter.failed(
            TestProblem(
                file: "tests/b_test.lua", product: "SARA-R510S-01B",
                message: "tests/b_test.lua:2: unexpected symbol near '='",
                place: SourcePlace(file: "tests/b_test.lua", line: 2)))
        reporter.ended(broken)
        var summary = TestSummary()
        for result in results { summary.add(result) }
        (summary.problems, summary.files, summary.seconds, summary.seed) = (1, 2, 11.501, 42)
        reporter.ended(summary)
    }

    @Test(arguments: ReporterKind.allCases) func writesItsForm(kind: ReporterKind) throws {
        var text = ""
        Self.report(to: kind.reporter { text += $0 })
        try expectGolden(text, "Tests/ObjectTestingTests/Goldens/\(kind.rawValue).txt")
    }

    @Test func writesAnnotations() throws {
        var text = ""
        Self.report(to: GitHubAnnotations { text += $0 })
        try expectGolden(text, "Tests/ObjectTestingTests/Goldens/github.txt")
    }

    @Test func coloursAndShowsProgressWhereAsked() {
        var text = ""
        Self.report(to: ReporterKind.plain.reporter(usesColor: true, showsProgress: true) { text += $0 })
        #expect(text.contains("\u{1B}[31mFAILED\u{1B}[0m tests/a_test.lua:6"))
        #expect(text.contains("\r\u{1B}[K1 test, 1 passed tests/a_test.lua"))
    }

    @Test(arguments: CoverageReport.allCases) func writesCoverage(kind: CoverageReport) throws {
        var coverage = LineCoverage()
        coverage.add("nowhere/object_a.lua", executable: [1, 2, 3, 5, 9], counts: [4, 0, 0, 0, 7])
        coverage.add("nowhere/object_a.lua", executable: [1, 2, 3, 5, 9], counts: [1])
        coverage.add("nowhere/object_<b>.lua", executable: [1], counts: [1])
        #expect(coverage.figures() == (covered: 3, total: 6))
        try expectGolden(
            kind.text(of: coverage, time: 1_735_689_600),
            "Tests/ObjectTestingTests/Goldens/coverage-\(kind.rawValue).txt")
    }
}
