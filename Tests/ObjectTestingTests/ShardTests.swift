import ObjectTesting
import TestSupport
import Testing

/// The tests of a project on several machines.
struct ShardTests {
    @Test(arguments: ["", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2", "1/0", "1/1001"]) func isRefused(_ text: String) {
        #expect(Shard(text) == nil)
    }

    /// Each file runs on one machine, and the machines have the same to do.
    @Test(arguments: [1, 2, 3, 7]) func sharesOutAllFiles(_ count: Int) throws {
        let folder = try TemporaryFolder()
        for index in 0..<12 { try folder.write("it('x', function() end)", to: "t\(index)_test.lua") }
        let seconds = Dictionary(
            uniqueKeysWithValues: (0..<11).map { ("\(folder.url.path)/t\($0)_test.lua", Double($0 + 1)) })
        var settings = TestSettings(options: RecordingReporter.options, paths: [folder.url.path])
        settings.seconds = seconds
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
}
