import Foundation
import TestSupport
import Testing

/// The commands of `docs/real-module.md`, in the order of the page, on an emulated module: what it shows is what happens.
struct RealModuleGuideTests {
    @Test func theGuideIsTrue() throws {
        let home = try TemporaryFolder()
        let guide = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("docs/real-module.md"), encoding: .utf8)
        let start = try #require(guide.components(separatedBy: "```sh\nxlwm2m ").last).prefix { $0 != "\n" }
        let words = start.split(separator: " ").map {
            String($0).replacing("$HOME", with: home.url.path).replacing("~", with: home.url.path)
        }
        let module = try LiveProgram(words)
        defer { module.end() }
        try #require(module.wait(for: "AT port"))
        let path = (Program.path as NSString).deletingLastPathComponent + ":/usr/bin:/bin"
        let blocks = guide.components(separatedBy: "```console\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count == 6)
        for block in blocks {
            var shown = ""
            for line in block.split(separator: "\n") where line.hasPrefix("$ ") {
                let run = try Program.run(
                    "/bin/bash", ["-c", String(line.dropFirst(2))],
                    environment: ["HOME": home.url.path, "XDG_STATE_HOME": home.path("state"), "PATH": path])
                shown += line + "\n" + run.standardError + run.standardOutput
            }
            shown = shown.replacingOccurrences(of: home.url.path, with: "~")
            let plain = shown.replacing(#/[0-9.]+ m?s\b/#, with: "N s")
            #expect(plain == block)
        }
    }
}
