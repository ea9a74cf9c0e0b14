import Foundation
import TestSupport
import Testing

/// The examples in the help of each command: they run as written, from the top of the checkout.
struct ExampleTests {
    struct Example: Sendable, CustomTestStringConvertible {
        /// As typed.
        let line: String
        /// How it ends, from the brackets behind its explanation; empty for by itself.
        let end: String
        var testDescription: String { line }
    }

    /// The examples of all commands, as the help shows them.
    static let examples: [Example] = {
        commands(in: []).flatMap { command in
            let help = (try? Program.run(command + ["--help"]).standardOutput) ?? ""
            let lines = (help.components(separatedBy: "\nexamples:\n").dropFirst().last ?? "").split(separator: "\n")
            return zip(lines, lines.dropFirst()).filter { $0.0.hasPrefix("  xlwm2m ") }.map { line, explanation in
                let end = explanation.hasSuffix(")") ? explanation.split(separator: "(").last?.dropLast() : nil
                return Example(line: String(line.dropFirst(2)), end: end.map(String.init) ?? "")
            }
        }
    }()

    /// The commands that an overview lists; those of a group instead of the group.
    private static func commands(in group: [String]) -> [[String]] {
        let overview = (try? Program.run(group + ["--help"]).standardOutput) ?? ""
        guard overview.contains(" COMMAND [OPTION...]"),
            let list = overview.components(separatedBy: "\ncommands:\n").dropFirst().first
        else { return [group] }
        return list.components(separatedBy: "\n\n")[0].split(separator: "\n").flatMap { line in
            commands(in: group + line.split(separator: " ").prefix(1).map(String.init))
        }
    }

    @Test func haveKnownEnds() {
        let ends = Set(Self.examples.map(\.end))
        #expect(
            ends == [
                "", "until ^C", "ends with 1 where nobody comes", "a module answers at the port",
                "a module answers at the port, until ^C",
            ])
    }

    @Test func areThereForEachCommand() throws {
        let overview = try Program.run(["--help"]).standardOutput
        for name in ["generate", "inspect", "run", "check", "test", "init", "completions"] {
            #expect(overview.contains("\n  \(name) "))
            #expect(Self.examples.contains { $0.line.hasPrefix("xlwm2m \(name) ") }, "\(name)")
        }
    }

    private static let path =
        (Program.path as NSString).deletingLastPathComponent + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")

    @Test(arguments: examples.filter { $0.end.isEmpty }) func run(_ example: Example) throws {
        let run = try Program.run("/bin/sh", ["-c", example.line], environment: ["PATH": Self.path])
        #expect(run.exitCode == 0, "\(run.standardError)")
    }

    @Test(arguments: examples.filter { $0.end == "ends with 1 where nobody comes" }) func saysThatNobodyCame(
        _ example: Example
    ) throws {
        let run = try Program.run("/bin/sh", ["-c", example.line], environment: ["PATH": Self.path])
        #expect(run.exitCode == 1, "\(run.standardError)")
        #expect(!(run.standardError + run.standardOutput).isEmpty)
    }

    /// Those that work on a module: here it is one of ours.
    @Test(arguments: examples.filter { $0.end == "a module answers at the port" }) func worksOnAModule(
        _ example: Example
    ) throws {
        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let flash = folder.path("flash")
        try folder.write("notes\n", to: "flash/USER/notes.txt")
        let module = try LiveProgram([
            "run", "--product", "SARA-R422S-01B", "--speed", "20", "--flash", flash, "--at", "pty=\(link)",
        ])
        defer { module.end() }
        try #require(module.wait(for: "AT port \(link)"))
        let line = example.line.replacingOccurrences(of: "/dev/ttyUSB0", with: "'\(link)' --speed 20")
        let run = try Program.run(
            "/bin/sh", ["-c", line], environment: ["PATH": Self.path, "XDG_STATE_HOME": folder.path("state")])
        #expect(run.exitCode == 0, "\(run.standardError)")
    }

    /// The same where a host comes as well: at a port that the command opens.
    @Test(arguments: examples.filter { $0.end == "a module answers at the port, until ^C" }) func worksBetween(
        _ example: Example
    ) throws {
        let folder = try TemporaryFolder()
        let (link, host) = (folder.path("modem"), folder.path("host"))
        let module = try LiveProgram(["run", "--speed", "20", "--at", "pty=\(link)"])
        defer { module.end() }
        try #require(module.wait(for: "AT port \(link)"))
        let line = example.line.replacingOccurrences(of: "/dev/ttyUSB0", with: "'\(link)'")
            .replacingOccurrences(of: "/tmp/modem", with: "'\(host)'")
        let program = try LiveProgram(
            ["-c", "exec " + line], program: "/bin/sh", in: folder.url, environment: ["PATH": Self.path])
        #expect(program.wait(for: "AT port \(host)"))
        program.terminate()
        #expect(program.exitCode() == 0)
    }

    @Test(arguments: examples.filter { $0.end == "until ^C" }) func goesOnUntilItIsEnded(_ example: Example) throws {
        let folder = try TemporaryFolder()
        let program = try LiveProgram(
            ["-c", "exec " + example.line], program: "/bin/sh", in: folder.url, environment: ["PATH": Self.path])
        try program.send("servers\n")
        #expect(program.wait(for: "127.0.0.1"))
        program.terminate()
        #expect(program.exitCode() == 0)
    }
}
