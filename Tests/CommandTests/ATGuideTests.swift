import Foundation
import TestSupport
import Testing

/// The examples of `docs/at.md`: what they show is what happens. Its host tests run in `IntegrationTests`.
struct ATGuideTests {
    @Test func showsAConversation() throws {
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/at.md"), encoding: .utf8)
        let block = text.components(separatedBy: "```at\n")[1].components(separatedBy: "```")[0]
        let lines = block.split(separator: "\n").map(String.init)
        let typed = lines.filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) + "\n" }.joined()
        let run = try Program.run(["run"], input: typed)
        let came = run.standardOutput.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("! ") }
        #expect(came == lines.filter { !$0.hasPrefix("> ") })
    }

    @Test func makesAndReadsLines() throws {
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/at.md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "```console\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count == 2)
        for block in blocks {
            var shown = ""
            for line in block.split(separator: "\n") where line.hasPrefix("$ ") {
                let command = line.dropFirst(2).replacingOccurrences(of: "xlwm2m ", with: "'\(Program.path)' ")
                let run = try Program.run("/bin/bash", ["-c", command])
                shown += line + "\n" + run.standardError + run.standardOutput
            }
            #expect(shown == block)
        }
    }

    @Test func runsTheScenarioThatDoesThingsItself() throws {
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/at.md"), encoding: .utf8)
        let head = "# xlwm2m scenario --all-objects FILE"
        let block = try #require(text.components(separatedBy: "```text\n").first { $0.hasPrefix(head) })
        let folder = try TemporaryFolder()
        let file = try folder.write(block.components(separatedBy: "```")[0], to: "own.scenario")
        let run = try Program.run(["scenario", "--all-objects", file])
        #expect(run.exitCode == 0, "\(run.standardError)")
    }

    @Test func readsTheScenario() throws {
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/at.md"), encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```text\n").first { $0.hasPrefix("# the host has to") })
        let folder = try TemporaryFolder()
        let file = try folder.write(block.components(separatedBy: "```")[0], to: "host.scenario")
        // Nobody talks: it fails where it waits, after it was understood.
        let live = try LiveProgram(["scenario", file, "--at", "pty=\(folder.path("modem"))"])
        defer { live.end() }
        #expect(live.wait(for: "AT port"))
    }
}
