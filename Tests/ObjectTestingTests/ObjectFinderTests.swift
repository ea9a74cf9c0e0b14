import FileSystem
import Foundation
import ObjectTesting
import TestSupport
import Testing

/// Which files a test gets by the names that it says, and that no name leads out of the folders of the run.
struct ObjectFinderTests {
    /// A secret that a test must neither run nor show.
    private static let secret = "kennwort = 'geheim-4711' zwei worte"

    /// `run/` is what the command was given, with a test in it; all else lies outside.
    private static func run(_ body: String, links: [String: String] = [:]) throws -> RecordingReporter {
        let folder = try TemporaryFolder()
        try folder.write(secret, to: "object_secret.lua")
        try folder.write(secret, to: "run/.hidden.lua")
        try folder.write(LampObject.text, to: "run/object_lamp.lua")
        try folder.write(LampObject.text, to: "elsewhere/object_lamp.lua")
        try folder.write("return 'out'", to: "helper.lua")
        for (name, target) in links {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path("run/\(name)"),
                withDestinationPath: target.hasPrefix("/") ? target : folder.path(target))
        }
        let text = body.replacingOccurrences(of: "FOLDER", with: folder.url.path)
        let path = try folder.write("it('x', function() \(text) end)", to: "run/x_test.lua")
        let reporter = RecordingReporter()
        var options = RecordingReporter.options
        options.objectFolders = []
        _ = TestRunner(options: options, reporters: [reporter]).run([TestFile(path: path)])
        return reporter
    }

    private static func message(_ run: RecordingReporter) -> String {
        let failure = run.results.first?.failure
        return (failure?.message ?? "") + (run.problems.first?.message ?? "")
            + (run.results.first?.output.joined() ?? "")
    }

    @Test(arguments: [
        "FOLDER/object_secret.lua", "/etc/passwd", "/proc/self/environ", "../object_secret.lua",
        "../../../../../../../../etc/passwd", "./object_lamp.lua", "sub/../object_lamp.lua", "..", ".", "",
        "object_lamp.lua/", "object_secret.lua", "object_lamp.lua\\0/x.lua", "object_lamp.lua\\0", ".hidden.lua",
        "object_lamp", "..\\\\object_secret.lua", "x\\n.lua",
    ]) func refusesWhatIsNoNameOfAFileOfTheRun(name: String) throws {
        let run = try Self.run("device.load \"\(name)\"")
        let message = Self.message(run)
        #expect(run.results.first?.failure != nil)
        #expect(message.contains("is not the name of an Object's file") || message.contains("was found neither beside"))
        #expect(!message.contains("geheim") && !message.contains("root:"))
        #expect(try Self.run("assert.is_true(device.offers(\"\(name)\", 1))").results.first?.failure == nil)
    }

    @Test(arguments: [
        ("object_secret.lua", "is a link to a file elsewhere"), ("/etc/passwd", "is a link to a file elsewhere"),
        ("/dev/zero", "is a device or a pipe"), ("/dev/null", "is a device or a pipe"), ("elsewhere", "is a folder"),
        ("nowhere", "was found neither beside"),
    ]) func followsNoLinkOutOfTheRun(target: String, says: String) throws {
        for name in ["object_link.lua"] {
            let run = try Self.run("device.load '\(name)'", links: [name: target])
            let message = Self.message(run)
            #expect(message.contains(says), "\(message)")
            #expect(!message.contains("geheim") && !message.contains("root:"))
        }
        #expect(Self.message(try Self.run("require 'aside'", links: ["aside.lua": "helper.lua"])).contains("aside"))
    }

    /// A link in the place of `objects/` makes no other folder one of the run.
    @Test func takesNothingThroughAnObjectsFolderElsewhere() throws {
        for links in [["objects": ""], ["objects": "", "object_link.lua": "object_secret.lua"]] {
            let name = links["object_link.lua"] == nil ? "object_secret.lua" : "object_link.lua"
            let message = Self.message(try Self.run("device.load '\(name)'", links: links))
            #expect(message.contains("is a link to a file elsewhere"), "\(message)")
            #expect(!message.contains("geheim"))
        }
        let inside = try Self.run("device.load 'object_lamp.lua'", links: ["objects": "run"])
        #expect(inside.results.first?.failure == nil)
    }

    @Test func followsALinkInsideOfTheRun() throws {
        let run = try Self.run(
            "assert.equal(1000, device.load('object_lamp.lua').objectId)",
            links: ["object_two.lua": "run/object_lamp.lua"])
        #expect(run.results.first?.failure == nil)
    }

    @Test func readsNeitherPipesNorWhatIsTooLong() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.path("object_pipe.lua"), 0o600) == 0)
        let long = folder.path("object_long.lua")
        #expect(FileManager.default.createFile(atPath: long, contents: nil))
        #expect(truncate(long, 1 << 40) == 0)
        let path = try folder.write(
            """
            it("pipe", function() device.load "object_pipe.lua" end)
            it("long", function() device.load "object_long.lua" end)
            """, to: "x_test.lua")
        let reporter = RecordingReporter()
        _ = TestRunner(options: RecordingReporter.options, reporters: [reporter]).run([TestFile(path: path)])
        #expect(reporter["pipe"]?.failure?.message.contains("is a device or a pipe, not a file") == true)
        #expect(reporter["long"]?.failure?.message.contains("has 1099511627776 bytes, and an Object at most") == true)
    }
}
