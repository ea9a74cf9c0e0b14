import Foundation
import TestSupport
import Testing

/// The examples in the help of each command: they run as written, from the top of the checkout.
struct ExampleTests {
    /// The example lines of all commands, as the help shows them.
    static let examples: [String] = {
        guard let overview = try? Program.run(["--help"]).standardOutput else { return [] }
        let commands = overview.components(separatedBy: "\ncommands:\n").last?.components(separatedBy: "\n\n")[0] ?? ""
        return commands.split(separator: "\n").compactMap { $0.split(separator: " ").first }.flatMap { name in
            let help = (try? Program.run([String(name), "--help"]).standardOutput) ?? ""
            return (help.components(separatedBy: "\nexamples:\n").dropFirst().last ?? "").split(separator: "\n")
                .filter { $0.hasPrefix("  xlwm2m ") }.map { String($0.dropFirst(2)) }
        }
    }()

    @Test func areThereForEachCommand() throws {
        let overview = try Program.run(["--help"]).standardOutput
        for name in ["generate", "inspect", "run", "check", "test", "init", "completions"] {
            #expect(overview.contains("\n  \(name) "))
            #expect(Self.examples.contains { $0.hasPrefix("xlwm2m \(name) ") }, "\(name)")
        }
    }

    /// Those that go on until somebody ends them: a client that registers with a server.
    static let lasting = examples.filter { $0.contains(" run --server ") }

    /// Those that end by themselves, and need somebody at the other end: here nobody comes.
    static let lonely = examples.filter { $0.contains(" server ") && $0.contains("wait ") || $0.contains(" scenario ") }

    private static let path =
        (Program.path as NSString).deletingLastPathComponent + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")

    @Test(arguments: examples.filter { !lasting.contains($0) && !lonely.contains($0) }) func run(_ line: String) throws
    {
        let run = try Program.run("/bin/sh", ["-c", line], environment: ["PATH": Self.path])
        #expect(run.exitCode == 0, "\(run.standardError)")
    }

    @Test(arguments: lonely) func saysThatNobodyCame(_ line: String) throws {
        let run = try Program.run("/bin/sh", ["-c", line], environment: ["PATH": Self.path])
        #expect(run.exitCode == 1, "\(run.standardError)")
        #expect(!(run.standardError + run.standardOutput).isEmpty)
    }

    @Test(arguments: lasting) func goesOnUntilItIsEnded(_ line: String) throws {
        let folder = try TemporaryFolder()
        let program = try LiveProgram(
            ["-c", "exec " + line], program: "/bin/sh", in: folder.url, environment: ["PATH": Self.path])
        try program.send("servers\n")
        #expect(program.wait(for: "127.0.0.1"))
        program.terminate()
        #expect(program.exitCode() == 0)
    }
}
