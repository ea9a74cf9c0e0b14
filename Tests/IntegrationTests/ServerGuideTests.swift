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

    /// Starts a server, and a device that knows its port.
    private func start(_ options: [String], device: [String]) throws -> (LiveProgram, LiveProgram) {
        let server = try LiveProgram(["server", "--port", "0"] + options)
        let uri = try #require(server.line(from: "coap://127.0.0.1:"))
        return (server, try LiveProgram(["run", "--server", uri] + device))
    }

    @Test func showsWhatHappensAtThePrompt() throws {
        let lines = try #require(try Self.blocks("console").first { $0[0].hasPrefix("> ") })
        let (server, device) = try start([], device: ["--all-objects"])
        #expect(server.line(from: "! urn:imei:004999010640000 registered from ", seconds: 60) != nil)
        for line in lines where line.hasPrefix("> ") { try server.send(line.dropFirst(2) + "\n") }
        try server.endInput()
        _ = server.exitCode()
        let shown = server.rest.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("!") }
        #expect(shown == lines.filter { !$0.hasPrefix("> ") })
        device.kill()
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
        let (server, device) = try start(["--bootstrap", path], device: ["--bootstrap"])
        try device.send("bootstrap\n")
        #expect(server.wait(for: "! bootstrap of urn:imei:004999010640000 is done", seconds: 60), "\(server.rest)")
        device.kill()
        server.kill()
    }
}
