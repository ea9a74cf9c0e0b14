import Foundation
import TestSupport
import Testing

/// The examples of `docs/client.md`: what it shows is what happens.
struct ClientGuideTests {
    /// The lines of each block marked `console`.
    private static func blocks() throws -> [[String]] {
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/client.md"), encoding: .utf8)
        return text.components(separatedBy: "```console\n").dropFirst().map { block in
            block.components(separatedBy: "```")[0].split(separator: "\n").map(String.init)
        }
    }

    /// Whether a line is as a pattern says, in which a star stands for anything.
    private static func matches(_ line: String, _ pattern: String) -> Bool {
        let parts = pattern.components(separatedBy: "*")
        var rest = Substring(line)
        guard rest.hasPrefix(parts[0]) else { return false }
        rest = rest.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() {
            guard let range = rest.range(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return parts.count == 1 ? rest.isEmpty : rest.hasSuffix(parts[parts.count - 1])
    }

    @Test func showsWhatHappensBetweenServerAndClient() throws {
        let blocks = try Self.blocks()
        let script =
            "'\(Program.path)'" + blocks[0][0].dropFirst("$ xlwm2m".count) + " > server.txt & server=$!\n"
            + "'\(Program.path)'" + blocks[1][0].dropFirst("$ xlwm2m".count) + " < /dev/null > client.txt & client=$!\n"
            + "wait $server; sleep 0.5; kill -INT $client; wait $client"
        let folder = try TemporaryFolder()
        let run = try Program.run("/bin/sh", ["-c", "cd '\(folder.url.path)'\n" + script])
        #expect(run.exitCode == 0, "\(run.standardError)")
        for (file, block) in [("server.txt", blocks[0]), ("client.txt", blocks[1])] {
            let text = try String(contentsOf: folder.url.appendingPathComponent(file), encoding: .utf8)
            let lines = text.split(separator: "\n").map(String.init)
            for (number, pattern) in block.dropFirst().enumerated() {
                #expect(number < lines.count && Self.matches(lines[number], pattern), "\(file) \(lines)")
            }
        }
    }

    @Test func showsWhatHappensInTheShell() throws {
        for block in try Self.blocks().dropFirst(2) {
            let line = try #require(block.first)
            let run = try Program.run("/bin/sh", ["-c", "'\(Program.path)'" + line.dropFirst("$ xlwm2m".count)])
            #expect(run.standardOutput.split(separator: "\n").map(String.init) == Array(block.dropFirst()))
        }
    }
}
