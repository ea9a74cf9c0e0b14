import Foundation
import TestSupport
import Testing

/// The commands of `docs/module.md`, in the order of the page and with one home folder: what it shows is what happens.
struct ModuleGuideTests {
    @Test func theGuideIsTrue() throws {
        let home = try TemporaryFolder()
        let guide = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/module.md"), encoding: .utf8)
        let blocks = guide.components(separatedBy: "```console\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count >= 6)
        for block in blocks {
            var shown = ""
            for line in block.split(separator: "\n") where line.hasPrefix("$ ") {
                let command = line.dropFirst(2).replacingOccurrences(of: "xlwm2m ", with: "'\(Program.path)' ")
                let run = try Program.run("/bin/bash", ["-c", command], environment: ["HOME": home.url.path])
                shown += line + "\n" + run.standardError + run.standardOutput
            }
            #expect(shown.replacingOccurrences(of: home.url.path, with: "~") == block)
        }
    }
}
