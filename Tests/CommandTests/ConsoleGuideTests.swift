import Foundation
import TestSupport
import Testing

/// The examples of `docs/console.md`: what it shows is what happens.
struct ConsoleGuideTests {
    /// The lines of each block marked `console`.
    static func blocks() throws -> [[String]] {
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/console.md"), encoding: .utf8)
        return text.components(separatedBy: "```console\n").dropFirst().map { block in
            block.components(separatedBy: "```")[0].split(separator: "\n").map(String.init)
        }
    }

    @Test func showsWhatHappensAtThePrompt() throws {
        let lines = try #require(try Self.blocks().first { $0[0].hasPrefix("> ") })
        let typed = lines.filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) + "\n" }.joined()
        let run = try Program.run(["run", "--all-objects"], input: typed)
        #expect(run.standardOutput.split(separator: "\n").map(String.init) == lines.filter { !$0.hasPrefix("> ") })
    }

    @Test func showsWhatHappensInTheShell() throws {
        let lines = try #require(try Self.blocks().first { $0[0].hasPrefix("$ ") })
        var output: [String] = []
        for line in lines where line.hasPrefix("$ xlwm2m ") {
            let run = try Program.run("/bin/sh", ["-c", "'\(Program.path)'" + line.dropFirst("$ xlwm2m".count)])
            output += [line] + run.standardOutput.split(separator: "\n").map(String.init)
        }
        #expect(output == lines)
    }
}
