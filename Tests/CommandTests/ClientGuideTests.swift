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

    /// The words of a line of the shell behind `$ xlwm2m`; quotes keep blanks together.
    private static func words(_ line: String) -> [String] {
        line.dropFirst("$ xlwm2m ".count).components(separatedBy: "\"").enumerated().flatMap { number, part in
            number % 2 == 1 ? [part] : part.split(separator: " ").map(String.init)
        }
    }

    @Test func showsWhatHappensBetweenServerAndClient() throws {
        let blocks = try Self.blocks()
        let server = try LiveProgram(Self.words(blocks[0][0]))
        #expect(server.wait(for: blocks[0][1] + "\n"))
        let client = try LiveProgram(Self.words(blocks[1][0]))
        try client.endInput()
        #expect(server.exitCode() == 0)
        Self.expect(Array(blocks[0].dropFirst(2)), from: server)
        client.terminate()
        #expect(client.exitCode() == 0)
        Self.expect(Array(blocks[1].dropFirst()), from: client)
    }

    private static func expect(_ patterns: [String], from program: LiveProgram) {
        for pattern in patterns {
            let line = program.line(from: String(pattern.prefix { $0 != "*" })) ?? ""
            #expect(matches(line, pattern), "\(pattern) and not \(line): \(program.rest)")
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
