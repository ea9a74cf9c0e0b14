import Foundation
import ObjectTesting
import TestSupport
import Testing

struct TestRunnerTests {
    /// Ten files, each with a test that passes and one that does not.
    private static func files(in folder: TemporaryFolder) throws -> [TestFile] {
        try (0..<10).map { index in
            TestFile(
                path: try folder.write(
                    "it('a\(index)', function() end)\nit('b\(index)', function() assert(false) end)",
                    to: "f\(index)_test.lua"))
        }
    }

    private static func run(
        _ files: [TestFile], change: (inout TestOptions) -> Void
    ) -> (reporter: RecordingReporter, outcome: TestRunner.Outcome) {
        var options = RecordingReporter.options
        change(&options)
        let reporter = RecordingReporter()
        return (reporter, TestRunner(options: options, reporters: [reporter]).run(files))
    }

    @Test(arguments: [1, 2, 4, 64]) func reportsInTheOrderOfTheFiles(workers: Int) throws {
        let folder = try TemporaryFolder()
        let (reporter, outcome) = Self.run(try Self.files(in: folder)) { $0.workers = workers }
        #expect(reporter.results.map(\.name) == (0..<10).flatMap { ["a\($0)", "b\($0)"] })
        #expect(outcome.summary.passed == 10 && outcome.summary.failed == 10 && outcome.summary.files == 10)
        #expect(outcome.failedFiles.count == 10)
    }

    @Test(arguments: [1, 4]) func stopsAtTheFirstFailure(workers: Int) throws {
        let folder = try TemporaryFolder()
        let (reporter, outcome) = Self.run(try Self.files(in: folder)) {
            $0.workers = workers
            $0.failsFast = true
        }
        #expect(reporter.results.map(\.name) == ["a0", "b0"])
        #expect(outcome.summary.stoppedEarly && outcome.summary.failed == 1)
    }

    /// What ran until then is reported, in the order of the files.
    @Test(arguments: [1, 4]) func endsBetweenTwoTests(workers: Int) throws {
        let folder = try TemporaryFolder()
        let asked = Counter()
        let (reporter, outcome) = Self.run(try Self.files(in: folder)) {
            $0.workers = workers
            $0.shouldEnd = { asked.next() > 9 }
        }
        let all = (0..<10).flatMap { ["a\($0)", "b\($0)"] }
        #expect(outcome.summary.isCutShort && !outcome.summary.stoppedEarly)
        #expect(!reporter.results.isEmpty && reporter.results.count < all.count)
        #expect(reporter.results.map(\.name) == all.filter(Set(reporter.results.map(\.name)).contains))
        #expect(reporter.summary == outcome.summary && outcome.summary.total == reporter.results.count)
        let (_, whole) = Self.run(try Self.files(in: folder)) { $0.workers = workers }
        #expect(!whole.summary.isCutShort)
    }

    @Test func runsOnEachProductAndInEachRound() throws {
        let folder = try TemporaryFolder()
        let file = TestFile(
            path: try folder.write("it('x', function() print(device.product) pending() end)", to: "x_test.lua"))
        let (reporter, _) = Self.run([file]) {
            $0.products = [RecordingReporter.sara, RecordingReporter.saraR5]
            $0.rounds = 2
            $0.workers = 3
        }
        #expect(
            reporter.results.map { "\($0.product) \($0.round) \($0.output)" } == [
                "SARA-R422M8S-00B 1 [\"SARA-R422M8S-00B\"]", "SARA-R510S-01B 1 [\"SARA-R510S-01B\"]",
                "SARA-R422M8S-00B 2 [\"SARA-R422M8S-00B\"]", "SARA-R510S-01B 2 [\"SARA-R510S-01B\"]",
            ])
    }

    @Test(arguments: [
        (["alpha"], ["alpha one", "alpha two"]), (["alpha > one"], ["alpha one"]), (["alpha one"], ["alpha one"]),
        (["a*o"], ["alpha one", "alpha two"]), (["one", "three"], ["alpha one", "beta three"]), (["ALPHA"], []),
        (["*"], ["alpha one", "alpha two", "beta three"]), (["*two"], ["alpha two"]),
    ]) func picksByName(filters: [String], names: [String]) throws {
        let run = try RecordingReporter.run(
            """
            describe("alpha", function() it("one", function() end) it("two", function() end) end)
            describe("beta", function() it("three", function() end) end)
            """, options: { $0.filters = filters })
        #expect(run.results.map { ($0.blocks + [$0.name]).joined(separator: " ") } == names)
    }

    @Test(arguments: [1, 3]) func namesFilesWithoutATest(workers: Int) throws {
        let folder = try TemporaryFolder()
        let texts = [
            "local function test_local() error('lost') end return test_local",
            "return { test_a = function() error('lost') end }", "it('x', function() end)", "it('y')", "",
        ]
        let files = try texts.enumerated().map { index, text in
            TestFile(path: try folder.write(text, to: "f\(index)_test.lua"))
        }
        let (reporter, outcome) = Self.run(files) {
            $0.workers = workers
            $0.filters = ["nothing has this name"]
            $0.products = [RecordingReporter.sara, RecordingReporter.saraR5]
        }
        #expect(outcome.emptyFiles == [files[0], files[1], files[4]])
        #expect(reporter.empty == outcome.emptyFiles && reporter.problems.isEmpty)
    }

    @Test func knowsWhatAFileUsed() throws {
        let folder = try TemporaryFolder()
        try folder.write("return 1", to: "helper.lua")
        try folder.write(LampObject.text, to: "object_lamp.lua")
        let path = try folder.write(
            "require 'helper'\nit('x', function() device.load 'object_lamp.lua' end)", to: "x_test.lua")
        let (_, outcome) = Self.run([TestFile(path: path)]) { _ in }
        #expect(
            outcome.uses[path]?.paths.map { $0.split(separator: "/").last ?? "" }.sorted()
                == ["helper.lua", "object_lamp.lua", "x_test.lua"])
    }

    @Test func findsObjectsAroundTheTest() throws {
        let folder = try TemporaryFolder()
        try folder.write(LampObject.text, to: "objects/object_lamp.lua")
        let file = TestFile(
            path: try folder.write(
                "it('x', function() assert.equal(1000, device.load('object_lamp.lua').objectId) end)",
                to: "deep/er/x_test.lua"), folder: folder.url.path)
        #expect(Self.run([file]) { _ in }.outcome.summary.passed == 1)
        // The folders above belong to the test only as far as the run was given them.
        let alone = TestFile(path: file.path)
        #expect(Self.run([alone]) { $0.objectFolders = [] }.outcome.summary.passed == 0)
    }

    @Test func countsTheLinesOfObjects() throws {
        let folder = try TemporaryFolder()
        let object = try folder.write(LampObject.text, to: "object_lamp.lua")
        let file = TestFile(
            path: try folder.write(
                """
                it('x', function() device.load 'object_lamp.lua' device.host:create('/1000/0') end)
                it('hangs', function() string.find(('a'):rep(40), ('a*'):rep(40) .. 'b') end)
                it('y', function() device.load 'object_lamp.lua' device.host:create('/1000/0') end)
                """, to: "x_test.lua"))
        let (_, outcome) = Self.run([file]) {
            $0.countsLines = true
            $0.timeout = 0.2
        }
        let lines = try #require(outcome.coverage.files[object])
        #expect(lines[1] == 2, "loaded by two tests, between which one was stopped")
        #expect(lines[28] == 2 && lines[25] == 0, "create ran, its refusal did not")
        #expect(lines[26] == nil, "an end inside a function has no code of its own")
        #expect(outcome.coverage.percent > 20 && outcome.coverage.percent < 90)
    }
}

/// Counts on any thread.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    /// The next number, from 1.
    func next() -> Int {
        lock.withLock {
            count += 1
            return count
        }
    }
}
