import Foundation
import TestSupport
import Testing

/// What goes to a terminal: no escape codes where `NO_COLOR`, `TERM` or `--color` say so, in any command.
struct TerminalTests {
    private static let terminal = ["TERM": "xterm", "NO_COLOR": ""]

    /// All that a command writes to a terminal until it ends.
    private static func output(
        _ arguments: [String], in folder: TemporaryFolder, environment: [String: String], typing: String? = nil
    ) throws -> String {
        let program = try LiveProgram(
            arguments, onTerminal: true, in: folder.url,
            environment: environment.merging(["XDG_STATE_HOME": folder.path("state")]) { old, _ in old })
        if let typing {
            #expect(program.wait(for: "> "))
            try program.send(typing)
        }
        _ = program.exitCode()
        // The text of a terminal comes on a thread of its own, which may be late.
        var (text, looks) = ("", 0)
        while looks < 10 {
            usleep(10_000)
            looks = !text.isEmpty && program.rest == text ? looks + 1 : 0
            text = program.rest
        }
        return text
    }

    private static func project() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let tests = (0..<200).map { "it('t\($0)', function() assert.equal(1, \($0 % 2)) end)" }
        try folder.write(tests.joined(separator: "\n"), to: "a_test.lua")
        let definition = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("generator/definitions/3300.xml"), encoding: .utf8)
        for index in 0..<110 {
            try folder.write(
                definition.replacingOccurrences(of: ">3300<", with: ">\(33000 + index)<")
                    .replacingOccurrences(of: "<Name>Generic Sensor</Name>", with: "<Name>Sensor \(index)</Name>"),
                to: "xml/\(33000 + index).xml")
        }
        return folder
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { "\(environment) \(options)" }
        var environment: [String: String]
        var options: [String] = []
        var colours: Bool
        var redraws: Bool
    }

    @Test(arguments: [
        Case(environment: ["TERM": "xterm", "NO_COLOR": ""], colours: true, redraws: true),
        Case(environment: ["TERM": "xterm", "NO_COLOR": "1"], colours: false, redraws: false),
        Case(environment: ["TERM": "xterm", "NO_COLOR": "0"], colours: false, redraws: false),
        Case(environment: ["TERM": "dumb", "NO_COLOR": ""], colours: false, redraws: false),
        Case(environment: ["TERM": "", "NO_COLOR": ""], colours: false, redraws: false),
        Case(
            environment: ["TERM": "xterm", "NO_COLOR": ""], options: ["--color", "never"], colours: false,
            redraws: false),
        Case(
            environment: ["TERM": "xterm", "NO_COLOR": "1"], options: ["--color=always"], colours: true, redraws: true),
        Case(
            environment: ["TERM": "dumb", "NO_COLOR": "1"], options: ["--color=always"], colours: true, redraws: false),
        Case(
            environment: ["TERM": "xterm", "NO_COLOR": "1"], options: ["--color=auto"], colours: false, redraws: false),
    ]) func testObeys(_ c: Case) throws {
        let folder = try Self.project()
        let text = try Self.output(["test"] + c.options, in: folder, environment: c.environment)
        #expect(text.contains("200 tests"), "\(text.suffix(300))")
        #expect(text.contains("\u{1B}[31m") == c.colours)
        #expect(text.contains("\u{1B}[K") == c.redraws)
        #expect(text.contains("\u{1B}") == (c.colours || c.redraws))
    }

    @Test(arguments: [["NO_COLOR": "1", "TERM": "xterm"], ["TERM": "dumb"]])
    func noCommandSendsEscapes(environment: [String: String]) throws {
        let folder = try Self.project()
        let definitions = (0..<110).map { "xml/\(33000 + $0).xml" }
        for arguments in [
            ["generate", "-o", "out"] + definitions, ["check", "out"], ["inspect", "xml/33000.xml"], ["test"],
            ["products"], ["profiles"], ["psk", "--psk-identity", "x"], ["completions", "bash"], ["init", "new"],
            ["run", "--exec", "ls"], ["--help"], ["test", "--help"], ["nothing"],
        ] {
            let text = try Self.output(arguments, in: folder, environment: environment)
            #expect(!text.contains("\u{1B}"), "\(arguments): \(text.prefix(300))")
        }
        for arguments in [["run"], ["server", "--port", "0"]] {
            let text = try Self.output(arguments, in: folder, environment: environment, typing: "help\rquit\r")
            #expect(!text.contains("\u{1B}") && text.contains("help"), "\(arguments): \(text.prefix(300))")
        }
    }

    @Test func coloursAPipeWhereTold() throws {
        let folder = try Self.project()
        let run = try Program.run(["test", "--color", "always"], in: folder.url)
        #expect(run.standardOutput.contains("\u{1B}[31mFAILED") && !run.standardOutput.contains("\u{1B}[K"))
        #expect(try !Program.run(["test"], in: folder.url).standardOutput.contains("\u{1B}"))
        let wrong = try Program.run(["products", "--color", "sometimes"])
        #expect(wrong.exitCode == 2)
        #expect(
            wrong.standardError.hasPrefix(
                "xlwm2m products: option '--color' takes auto, always, never, not 'sometimes'"))
    }

    static let commands = [
        "generate", "inspect", "check", "test", "report", "run", "server", "init", "products", "profiles", "scenario",
        "psk",
        "completions",
    ]

    @Test(arguments: commands) func helpHasTheExitCodes(command: String) throws {
        let help = try Program.run([command, "--help"]).standardOutput
        let section = try #require(help.components(separatedBy: "\nexit codes:\n").last)
        let lines = section.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
        #expect(lines.first?.hasPrefix("  0  ") == true && lines.contains("  2  the command line is wrong"))
        #expect(lines.allSatisfy { $0.count <= 120 })
        #expect(help.contains("--color WHEN") && help.contains("NO_COLOR"))
        // Those that it can end with by what it is given.
        let canFind = !["products", "profiles", "psk", "completions", "init"].contains(command)
        #expect(lines.contains { $0.hasPrefix("  1  ") } == canFind)
    }
}
