import Foundation
import TestSupport
import Testing

/// The chain from end to end, with the programs as their users start them: a server writes, access control lets it, the
/// script runs, and the host reads the URC at its serial port.
@Suite struct WholeChainTests {
    @Test func aServersWriteReachesTheHostsPort() throws {
        let server = try LiveProgram(["server", "--port", "0"])
        defer { server.end() }
        try #require(server.wait(for: "listening at coap://127.0.0.1:"))
        let deadline = Date(timeIntervalSinceNow: 10)
        while !server.rest.contains("\n"), Date() < deadline { usleep(10_000) }
        let port = server.rest.prefix { $0.isNumber }

        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let module = try LiveProgram(["run", "--server", "coap://127.0.0.1:\(port)", "--at", "pty=\(link)"])
        defer { module.end() }
        try #require(server.wait(for: " registered from "))

        let host = try SerialPort(link)
        #expect(host.ask("ATE0") == ["ATE0", "OK"])
        for step in try Self.tour() {
            switch step.prompt {
            case "server>":
                try server.send(step.typed + "\n")
                for line in step.answer { #expect(server.wait(for: line), "\(step.typed)") }
            default:
                if !step.typed.isEmpty { host.type(step.typed) }
                for line in step.answer { #expect(host.line() == line, "\(step.typed)") }
            }
        }
    }

    /// What is typed at a prompt, and what is answered.
    struct Step {
        var prompt: String
        var typed: String
        var answer: [String] = []
    }

    /// The block of the README that shows the chain.
    private static func tour() throws -> [Step] {
        let page = try String(contentsOf: Corpus.checkout.appendingPathComponent("README.md"), encoding: .utf8)
        let block = try #require(page.components(separatedBy: "```chain\n").dropFirst().first)
        var steps: [Step] = []
        for line in block.components(separatedBy: "\n```")[0].components(separatedBy: "\n") {
            if let prompt = ["server>", "modem>"].first(where: { line.hasPrefix($0) }) {
                let typed = line.dropFirst(prompt.count).trimmingCharacters(in: .whitespaces)
                steps.append(Step(prompt: prompt, typed: typed))
            } else if !steps.isEmpty {
                steps[steps.count - 1].answer.append(line)
            }
        }
        try #require(steps.count > 4)
        return steps
    }
}

/// A host's end of a serial port.
final class SerialPort {
    private let port: Int32
    private var text: [UInt8] = []

    init(_ path: String) throws {
        port = open(path, O_RDWR | O_NOCTTY)
        guard port >= 0 else { throw CocoaError(.fileReadNoSuchFile) }
    }

    deinit { close(port) }

    /// The next line that is not empty; nil where none comes within 10 s.
    func line() -> String? {
        let deadline = Date(timeIntervalSinceNow: 10)
        while Date() < deadline {
            while let end = text.firstIndex(where: { $0 == 13 || $0 == 10 }) {
                let line = String(decoding: text[..<end], as: UTF8.self)
                text.removeSubrange(...end)
                if !line.isEmpty { return line }
            }
            var ready = pollfd(fd: port, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 100) > 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(port, &buffer, buffer.count)
            guard count > 0 else { return nil }
            text += buffer[..<count]
        }
        return nil
    }

    /// Types a command.
    func type(_ command: String) {
        let bytes = Array((command + "\r").utf8)
        _ = write(port, bytes, bytes.count)
    }

    /// The lines of an answer, the final result code last.
    func ask(_ command: String) -> [String] {
        type(command)
        var lines: [String] = []
        while let line = line() {
            lines.append(line)
            if line == "OK" || line == "ERROR" || line.hasPrefix("+CME ERROR") { break }
        }
        return lines
    }
}
