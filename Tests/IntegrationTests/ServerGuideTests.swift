import Foundation
import TestSupport
import Testing

/// The examples of `docs/server.md`: what it shows is what happens.
@Suite(.serialized)
struct ServerGuideTests {
    /// The lines of each block of a kind.
    static func blocks(_ kind: String) throws -> [[String]] {
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/server.md"), encoding: .utf8)
        return text.components(separatedBy: "```\(kind)\n").dropFirst().map { block in
            block.components(separatedBy: "```")[0].split(separator: "\n").map(String.init)
        }
    }

    /// Starts a server and a device that knows its port; answers them once the server has said something.
    private func start(_ options: [String], device: [String], until event: String) throws -> [LiveProgram] {
        let server = try LiveProgram(["server", "--port", "0"] + options)
        let line = try #require(server.line(from: "coap://127.0.0.1:"))
        let device = try LiveProgram(["run", "--server", line] + device)
        #expect(server.wait(for: event, seconds: 60), "\(server.rest)")
        #expect(server.wait(for: "\n"))
        return [server, device]
    }

    @Test func showsWhatHappensAtThePrompt() throws {
        let lines = try #require(try Self.blocks("console").first { $0[0].hasPrefix("> ") })
        let programs = try start([], device: [], until: " registered from ")
        for line in lines where line.hasPrefix("> ") { try programs[0].send(line.dropFirst(2) + "\n") }
        try programs[0].endInput()
        _ = programs[0].exitCode()
        let shown = programs[0].rest.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("!") }
        #expect(shown == lines.filter { !$0.hasPrefix("> ") })
        programs[1].kill()
    }

    @Test func showsWhatHappensInTheShell() throws {
        let lines = try #require(try Self.blocks("console").first { $0[0].hasPrefix("$ ") })
        let run = try Program.run("/bin/sh", ["-c", "'\(Program.path)'" + lines[0].dropFirst("$ xlwm2m".count)])
        #expect(run.standardOutput.split(separator: "\n").map(String.init) == Array(lines.dropFirst()))
    }

    @Test func bootstrapsADevice() throws {
        let folder = try TemporaryFolder()
        let text = try #require(try Self.blocks("bootstrap").first).joined(separator: "\n")
        let path = try folder.write(text, to: "bootstrap.txt")
        let programs = try start(
            ["--bootstrap", path], device: ["--bootstrap"], until: "bootstrap of urn:imei:004999010640000 is done")
        for program in programs { program.kill() }
    }
}
