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

    @Test(arguments: examples) func run(_ line: String) throws {
        let folder = (Program.path as NSString).deletingLastPathComponent
        let path = folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        let run = try Program.run("/bin/sh", ["-c", line], environment: ["PATH": path])
        #expect(run.exitCode == 0, "\(run.standardError)")
    }
}
