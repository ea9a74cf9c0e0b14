import Foundation
import TestSupport
import Testing

/// The examples of `docs/testing.md`: the test passes, and the commands do what the page says.
struct TestingGuideTests {
    private static func guide() throws -> String {
        try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/testing.md"), encoding: .utf8)
    }

    @Test func theExampleOfATestPasses() throws {
        let parts = try Self.guide().components(separatedBy: "```lua\n")
        try #require(parts.count == 2)
        let folder = try TemporaryFolder()
        try folder.write(parts[1].components(separatedBy: "```")[0], to: "sensor_test.lua")
        let run = try Program.run(["test", "sensor_test.lua"], in: folder.url)
        #expect(run.exitCode == 0 && run.standardOutput.contains("2 tests: 2 passed"), "\(run.standardOutput)")
    }

    @Test func theCommandsWork() throws {
        let folder = try TemporaryFolder()
        for name in ["objects", "generator"] {
            try FileManager.default.createSymbolicLink(
                at: folder.url.appendingPathComponent(name),
                withDestinationURL: Corpus.checkout.appendingPathComponent(name))
        }
        let pieces = try Self.guide().components(separatedBy: CharacterSet(charactersIn: "`\n"))
        let commands = pieces.map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0.hasPrefix("xlwm2m test --") }
        #expect(commands.count == 3)
        for command in commands {
            let run = try Program.run(command.components(separatedBy: " ").dropFirst().map { $0 }, in: folder.url)
            #expect(run.exitCode == 0, "\(command): \(run.standardOutput)\(run.standardError)")
        }
        #expect(try folder.names().filter { $0.hasSuffix(".xml") } == ["coverage.xml", "report.xml"])
    }
}
