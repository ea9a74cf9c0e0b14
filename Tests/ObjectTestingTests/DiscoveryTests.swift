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

    /// An Object "Link Test" has the file that tests of an Object "Link" would have; what stands in it tells.
    @Test func tellsObjectsFromTestsByWhatTheyHold() throws {
        let folder = try TemporaryFolder()
        let object = LampObject.text.replacingOccurrences(of: "object_lamp", with: "object_link_test")
        try folder.write(object, to: "object_link_test.lua")
        try folder.write("-- lwm2m_object_tbl_add(1, 'x')\nit('x', function() end)", to: "object_link_test_test.lua")
        try folder.write("it('y', function() \(LampObject.text) end)", to: "object_lamp_test.lua")
        try folder.write("", to: "object_empty_test.lua")
        let found = try TestDiscovery.files(in: [folder.path("")])
        #expect(
            found.map { $0.path.split(separator: "/").last ?? "" } == [
                "object_empty_test.lua", "object_lamp_test.lua", "object_link_test_test.lua",
            ])
    }

    @Test func refusesAPathThatIsNotThere() {
        let error = #expect(throws: FileSystemError.self) { try TestDiscovery.files(in: ["/nowhere/at/all"]) }
        #expect(error?.description == "/nowhere/at/all: cannot read: No such file or directory")
    }
}
