import ObjectTesting
import TestSupport
import Testing

/// The tests of a project on several machines.
struct ShardTests {
    @Test(arguments: ["", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2", "1/0", "1/1001"]) func isRefused(_ text: String) {
        #expect(Shard(text) == nil)
    }

    /// Each file that is no longer than a machine's share runs on one, and the machines have the same to do.
    @Test(arguments: [1, 2, 3, 6]) func sharesOutAllFiles(_ count: Int) throws {
        let folder = try TemporaryFolder()
        for index in 0..<12 { try folder.write("it('x', function() end)", to: "t\(index)_test.lua") }
        let seconds = Dictionary(
            uniqueKeysWithValues: (0..<11).map { ("\(folder.url.path)/t\($0)_test.lua", Double($0 + 1)) })
        var settings = TestSettings(options: RecordingReporter.options, paths: [folder.url.path])
        settings.durations.ofFiles = seconds
        var all: [String] = []
        var loads: [Double] = []
        for number in 1...count {
            let shard = try #require(Shard("\(number)/\(count)"))
            settings.shard = shard
            let files = try settings.files()
            #expect(files.map(\.path) == files.map(\.path).sorted())
            all += files.map(\.path)
            loads.append(files.reduce(0) { $0 + (seconds[$1.path] ?? 6) })
        }
        #expect(all.count == 12 && Set(all).count == 12)
        #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= 6, "\(loads)")
    }

    /// The tests of files that are longer than a machine's share run on several, each once, and blocks with a setup whole.
    @Test(arguments: [1, 2, 3, 7], [true, false]) func sharesOutTheTestsOfLongFiles(_ count: Int, _ isKnown: Bool)
        throws
    {
        let folder = try TemporaryFolder()
        let long = (0..<40).map { "it('a\($0)', function() end)\n" }.joined()
        let block = "describe('b', function() setup(function() end)\n\(long)end)\n"
        try folder.write(long + block, to: "long_test.lua")
        try folder.write("it('x', function() end)", to: "short_test.lua")
        let path = "\(folder.url.path)/long_test.lua"
        var settings = TestSettings(options: RecordingReporter.options, paths: [folder.url.path])
        if isKnown {
            settings.durations.ofFiles = [path: 80, "\(folder.url.path)/short_test.lua": 1]
            for index in 0..<40 {
                settings.durations.ofTests[TestName(file: path, name: ".a\(index)")] = 1.5
                settings.durations.ofTests[TestName(file: path, name: ".b.a\(index)")] = 0.5
            }
        }
        var all: [String] = []
        var loads: [Double] = []
        for number in 1...count {
            let shard = try #require(Shard("\(number)/\(count)"))
            settings.shard = shard
            let reporter = RecordingReporter()
            _ = TestRunner(options: settings.options, reporters: [reporter]).run(try settings.files())
            all += reporter.results.map { "\($0.file) \($0.fullName)" }
            loads.append(reporter.results.reduce(0) { $0 + ($1.name == "x" ? 1 : $1.blocks.isEmpty ? 1.5 : 0.5) })
            #expect([0, 40].contains(reporter.results.count { $0.blocks == ["b"] }))
        }
        #expect(all.count == 81 && Set(all).count == 81)
        // The block of 20 seconds is the largest thing that cannot be shared.
        if isKnown { #expect((loads.max() ?? 0) <= max(20, 81 / Double(count)) + 2, "\(loads)") }
        #expect(count == 1 || loads.allSatisfy { $0 < 81 }, "\(loads)")
    }

    /// A report has the time of each test, whatever stands in the names.
    @Test func knowsTheTimeOfEachTest() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "describe('a <b>', function() it('c & \"d\"', function() end) end) it('e', function() end)",
            to: "x_test.lua")
        var options = RecordingReporter.options
        options.products = [RecordingReporter.sara, RecordingReporter.saraR5]
        var report = ""
        _ = TestRunner(options: options, reporters: [ReporterKind.junit.reporter { report += $0 }])
            .run([TestFile(path: file)])
        let document = try JUnitDocument(path: try folder.write(report, to: "report.xml"))
        #expect(
            Set(TestDurations(document).ofTests.keys) == [
                TestName(file: file, name: ".a <b>.c & \"d\""), TestName(file: file, name: ".e"),
            ])
    }
}
