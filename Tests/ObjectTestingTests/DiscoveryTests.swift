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
}
