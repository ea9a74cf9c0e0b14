import Foundation
import TestSupport
import Testing

/// Every block of `docs/generate.md`, in the order of the page: commands with what they show, code put into its place.
struct GenerateGuideTests {
    @Test func everyBlockIsTrue() throws {
        let home = try TemporaryFolder()
        let vendor = Corpus.checkout.appendingPathComponent(
            "Tests/CommandTests/Fixtures/vendor/nested/object_generic_sensor.lua")
        try home.write(try String(contentsOf: vendor, encoding: .utf8), to: "vendor/object_generic_sensor.lua")
        let page = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/generate.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        #expect(blocks.count > 15)
        for block in blocks {
            let lines = block.components(separatedBy: "\n")
            if lines[0] == "lua" {
                try put(lines.dropFirst(), into: home)
            } else {
                try run(lines.dropFirst(), in: home)
            }
        }
    }

    /// `-- custom NAME` and code for the end of that place.
    private func put(_ lines: ArraySlice<String>, into home: TemporaryFolder) throws {
        let head = try #require(lines.first)
        let file = "sensor/object_generic_sensor.lua"
        let text = try home.read(file)
        let end = try #require(text.range(of: "\(head): end\n"), "\(head)")
        let start = text[..<end.lowerBound].lastIndex(of: "\n").map { text.index(after: $0) } ?? text.startIndex
        try home.write(
            String(text[..<start]) + lines.dropFirst().joined(separator: "\n") + "\n" + String(text[start...]), to: file
        )
    }

    private func run(_ lines: ArraySlice<String>, in home: TemporaryFolder) throws {
        var shown: [String: String] = [:]
        var commands: [String] = []
        for line in lines {
            if line.hasPrefix("$ ") {
                commands.append(String(line.dropFirst(2)))
            } else {
                shown[commands.last ?? "", default: ""] += line + "\n"
            }
        }
        let path =
            (Program.path as NSString).deletingLastPathComponent + ":"
            + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        for command in commands {
            let run = try Program.run(
                "/bin/bash", ["-c", command], environment: ["HOME": home.url.path, "PATH": path])
            let out = (run.standardOutput + run.standardError).replacingOccurrences(of: home.url.path, with: "~")
            #expect(out == shown[command] ?? "", "\(command)")
        }
    }
}
