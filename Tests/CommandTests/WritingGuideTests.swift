import Foundation
import TestSupport
import Testing

/// Every block of `docs/writing-an-object.md`, in the order of the page and with one home folder: commands with what they
/// show, tests written to their files, code put into its place.
struct WritingGuideTests {
    private static let object = "pump/object_dosing_pump.lua"

    @Test func everyBlockIsTrue() throws {
        let home = try TemporaryFolder()
        let page = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("docs/writing-an-object.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        #expect(blocks.count > 15)
        for block in blocks {
            let lines = block.components(separatedBy: "\n").dropFirst()
            if block.hasPrefix("lua\n-- file ") {
                let name = try #require(lines.first).dropFirst("-- file ".count)
                try home.write(lines.dropFirst().joined(separator: "\n") + "\n", to: "pump/\(name)")
            } else if block.hasPrefix("lua\n") {
                try put(lines, into: home)
            } else {
                try run(lines, in: home)
            }
        }
    }

    /// `-- custom NAME` and code for the end of that place.
    private func put(_ lines: ArraySlice<String>, into home: TemporaryFolder) throws {
        let head = try #require(lines.first)
        let text = try home.read(Self.object)
        let end = try #require(text.range(of: "\(head): end\n"), "\(head)")
        let start = text[..<end.lowerBound].lastIndex(of: "\n").map { text.index(after: $0) } ?? text.startIndex
        let code = lines.dropFirst().joined(separator: "\n") + "\n"
        try home.write(String(text[..<start]) + code + String(text[start...]), to: Self.object)
    }

    private func run(_ lines: ArraySlice<String>, in home: TemporaryFolder) throws {
        let path =
            (Program.path as NSString).deletingLastPathComponent + ":"
            + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        for step in TourStep.steps(in: lines) {
            let run = try Program.run(
                "/bin/bash", ["-c", step.command], environment: ["HOME": home.url.path, "PATH": path])
            let shown = (run.standardOutput + run.standardError).replacingOccurrences(of: home.url.path, with: "~")
            #expect(Self.settled(shown) == Self.settled(step.output), "\(step.command)")
        }
    }

    /// Without what the length of generated text decides: lines of the Object, its bytes, the number of its tests.
    private static func settled(_ text: String) -> String {
        let patterns = ["(_pump\\.lua:)[0-9]+", "(_pump\\.lua\",)[0-9]+", "()[0-9]+(?= (tests|passed))"]
        return patterns.reduce(TourStep.settled(text)) {
            $0.replacingOccurrences(of: $1, with: "$1N", options: .regularExpression)
        }
    }
}
