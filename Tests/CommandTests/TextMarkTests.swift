import Foundation
import TestSupport
import Testing

/// Texts that begin with the mark U+FEFF, as some editors write them: it is skipped wherever a text is read.
struct TextMarkTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        var input = ""
        /// A file and its text, without the mark.
        var file: (name: String, text: String)?
        let output: String
    }

    static let cases = [
        Case(
            testDescription: "commands on standard input", arguments: ["run"], input: "read /3/0/0\n",
            output: "/3/0/0 Manufacturer: \"u-blox\" (String)\n"),
        Case(
            testDescription: "commands of a server on standard input", arguments: ["server", "--port", "0"],
            input: "frob\n", output: "unknown command 'frob'; help lists all\n"),
        Case(
            testDescription: "commands of a server in a file", arguments: ["server", "--port", "0", "--file", "a.txt"],
            file: ("a.txt", "frob\n"), output: "unknown command 'frob'; help lists all\n"),
        Case(
            testDescription: "a project file", arguments: ["run", "--exec", "profile"],
            file: ("xlwm2m.json", "{\"product\": \"LEXI-R422\"}"), output: " on LEXI-R422: "),
        Case(
            testDescription: "a scenario", arguments: ["scenario", "a.scenario", "-v"],
            file: ("a.scenario", "do ls\nanswer path *\n"), output: "a.scenario: line 2: done\n"),
        Case(
            testDescription: "the sources of values",
            arguments: ["run", "--values", "a.values", "--exec", "wait 0.1; read /3/0/15"],
            file: ("a.values", "/3/0/15 constant CET\n"), output: "/3/0/15 Timezone: \"CET\" (String)\n"),
    ]

    @Test(arguments: cases) func isSkipped(_ test: Case) throws {
        if let (name, text) = test.file { try folder.write("\u{FEFF}" + text, to: name) }
        let input = test.input.isEmpty ? "" : "\u{FEFF}" + test.input
        let run = try Program.run(test.arguments, input: input, in: folder.url)
        let output = run.standardOutput + run.standardError
        #expect(output.contains(test.output), "\(output)")
    }

    @Test func isSkippedInARecording() throws {
        let file = "docs/recording/sara-r510s.jsonl"
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent(file), encoding: .utf8)
        let marked = try folder.write("\u{FEFF}" + text, to: "a.jsonl")
        let run = try Program.run(["module", "compare", "--json", marked])
        let plain = try Program.run(["module", "compare", "--json", file])
        #expect(run.exitCode == plain.exitCode)
        #expect(run.standardOutput.replacingOccurrences(of: marked, with: file) == plain.standardOutput)
    }
}
