import FileSystem
import ObjectTesting
import TestSupport
import Testing

struct DiscoveryTests {
    @Test(arguments: [
        ("sensor_test.lua", true), ("sensor_spec.lua", true), ("test_sensor.lua", true), ("_test.lua", true),
        ("sensor.lua", false), ("sensor_test.txt", false), ("tester.lua", false), ("sensor_test.lua.bak", false),
    ]) func knowsTestsByTheirNames(name: String, isTest: Bool) {
        #expect(TestDiscovery.isTestFile(name) == isTest)
    }

    @Test func walksFoldersInOrder() throws {
        let folder = try TemporaryFolder()
        for name in ["b_test.lua", "a/z_spec.lua", "a/c_test.lua", "test_a.lua", "a/helper.lua", ".git/x_test.lua"] {
            try folder.write("", to: name)
        }
        let found = try TestDiscovery.files(in: [folder.path(""), folder.path("a/helper.lua"), folder.path("a")])
        let names = found.map { $0.path.split(separator: "/").suffix(2).joined(separator: "/") }
        #expect(
            names.map { $0.hasPrefix("a/") ? $0 : String($0.split(separator: "/")[1]) }
                == ["b_test.lua", "test_a.lua", "a/c_test.lua", "a/z_spec.lua", "a/helper.lua"])
    }

    @Test func refusesAPathThatIsNotThere() {
        let error = #expect(throws: FileSystemError.self) { try TestDiscovery.files(in: ["/nowhere/at/all"]) }
        #expect(error?.description == "/nowhere/at/all: cannot read: No such file or directory")
    }

    /// The first numbers for seed 1234567 as its authors publish them.
    @Test func makesTheNumbersOfSplitMix64() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
        #expect(random.shuffled(Array(0..<100)).sorted() == Array(0..<100))
    }
}
