import Foundation
import TestSupport
import Testing

/// The examples of `docs/at.md` and the host tests in `docs/at`: what they show is what happens.
struct ATGuideTests {
    static let folder = Corpus.checkout.appendingPathComponent("docs/at")

    @Test func showsAConversation() throws {
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/at.md"), encoding: .utf8)
        let block = text.components(separatedBy: "```at\n")[1].components(separatedBy: "```")[0]
        let lines = block.split(separator: "\n").map(String.init)
        let typed = lines.filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) + "\n" }.joined()
        let run = try Program.run(["run"], input: typed)
        let came = run.standardOutput.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("! ") }
        #expect(came == lines.filter { !$0.hasPrefix("> ") })
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

    @Test func runsTheHostTestInC() throws {
        let folder = try TemporaryFolder()
        let program = folder.path("module_test")
        let compiler = try Program.run("/usr/bin/cc", ["-o", program, Self.folder.path + "/module_test.c"])
        try #require(compiler.exitCode == 0, "\(compiler.standardError)")
        let run = try Program.run(
            "/bin/sh", [Self.folder.path + "/with_module.sh", program], environment: ["XLWM2M": Program.path])
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(run.standardOutput.contains("+ULWM2MLIST: \"/3/0\""))
    }
}
