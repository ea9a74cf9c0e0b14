import ObjectTesting
import Testing

/// What fails in the hooks around a test is told too, in the order in which it happened.
struct HookFailureTests {
    static let cases = [
        HookCase(
            "after_each beside a failed assertion",
            "after_each(function() error('cleanup') end) it('x', function() assert.equal(1, 2) end)",
            ["body: values are not equal", "after_each: cleanup"]),
        HookCase(
            "after_each alone", "after_each(function() error('cleanup') end) it('x', function() end)",
            ["after_each: cleanup"]),
        HookCase(
            "before_each, which keeps the body from running",
            "before_each(function() error('no lamp') end) it('x', function() error('body') end)",
            ["before_each: no lamp"]),
        HookCase(
            "before_each, then after_each",
            """
            before_each(function() error('no lamp') end) after_each(function() error('no lamp to put out') end)
            it('x', function() end)
            """, ["before_each: no lamp", "after_each: no lamp to put out"]),
        HookCase(
            "finally, both after_each, teardown, inner before outer",
            """
            teardown(function() error('file') end) after_each(function() error('outer') end)
            describe('b', function()
              after_each(function() error('inner') end) teardown(function() error('block') end)
              it('x', function() finally(function() error('own') end) error('body') end)
            end)
            """,
            [
                "body: body", "finally: own", "after_each: inner", "after_each: outer", "teardown: block",
                "teardown: file",
            ]),
        HookCase(
            "before_all and after_all",
            """
            before_all(function() error('first') end) after_all(function() error('last') end)
            it('x', function() end)
            """, ["before_all: first", "after_all: last"]),
        HookCase(
            "a pending test whose after_each fails",
            "after_each(function() error('cleanup') end) it('x', function() pending('later') end)",
            ["after_each: cleanup"]),
        HookCase(
            "an assertion in after_each",
            "after_each(function() assert.is_true(false) end) it('x', function() error('body') end)",
            ["body: body", "after_each: value is not true"]),
        HookCase(
            "the tearDown of a class",
            """
            TestLamp = {}
            function TestLamp:tearDown() error('cleanup') end
            function TestLamp:x() end
            function TestLamp:test_x() error('body') end
            """, ["body: body", "tearDown: cleanup"]),
    ]

    @Test(arguments: cases) func tellsAllInTheirOrder(_ c: HookCase) throws {
        let run = try RecordingReporter.run(c.text)
        let first = try #require(run.results.first?.failure)
        let told = ([first] + first.later).map { "\($0.hook ?? "body"): \($0.message)" }
        #expect(told == c.failures)
        #expect(([first] + first.later).allSatisfy { $0.place?.file.hasSuffix("x_test.lua") == true })
        #expect(run.summary.failed == 1 && run.results.count == 1)
    }

    @Test(arguments: ReporterKind.allCases) func showsThemInEveryReport(kind: ReporterKind) {
        var failure = TestFailure(
            .assertion, "values are not equal", expected: "1", actual: "2", place: SourcePlace(file: "a", line: 3))
        failure.later = [
            TestFailure(.error, "cleanup broke", place: SourcePlace(file: "a", line: 2), hook: "after_each")
        ]
        var text = ""
        let reporter = kind.reporter { text += $0 }
        reporter.started(TestPlan(products: ["P"], seed: 0, rounds: 1, startTime: 0))
        reporter.finished(
            TestResult(
                file: "a", product: "P", blocks: [], name: "x", place: SourcePlace(file: "a", line: 3),
                outcome: .failed(failure), seconds: 0))
        reporter.ended(TestJob(file: TestFile(path: "a"), bindings: RecordingReporter.sara))
        reporter.ended(TestSummary())
        let first = text.split(separator: "values are not equal", maxSplits: 1)
        #expect(first.count == 2 && first[1].contains("after_each") && first[1].contains("cleanup broke"), "\(text)")
        if kind == .plain { #expect(text.contains("    then after_each failed at a:2:\n      cleanup broke\n")) }
    }
}
