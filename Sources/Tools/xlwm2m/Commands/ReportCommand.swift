import CommandLine
import FileSystem
import ObjectTesting
import Terminal

/// `xlwm2m report merge`: combines the reports of several machines into one.
struct ReportCommand: Command {
    @Option("--output", short: "-o", "FILE", .text, help: "write to FILE instead of standard output")
    var output: String?

    @Operands("merge REPORT...") var words: [String]

    static let name = "report"

    static var description: CommandDescription {
        CommandDescription(
            summary: "merge the reports of tests that ran on several machines",
            discussion: """
                Each REPORT is one of xlwm2m test --reporter junit:FILE, json:FILE or html:FILE, or of --coverage cobertura:FILE,
                of the tests that --shard I/N gave to a machine. What comes out is a report of the same kind; xlwm2m test
                --durations takes one of junit, to share the tests out by their time.
                """,
            exits: ExitMeanings(
                ok: "the reports are merged and no test failed", findings: "a test failed on one of the machines",
                couldNotRun: "a report cannot be read or written"),
            examples: [
                CommandExample(
                    line: "xlwm2m report merge docs/reports/shard-1.xml docs/reports/shard-2.xml",
                    explanation: "make one report of two")
            ])
    }

    func run() throws -> ExitCode {
        guard words.first == "merge" else {
            throw CommandFailure.usage("say what to do: xlwm2m report merge [-o FILE] REPORT...")
        }
        guard words.count > 1 else { throw CommandFailure.usage("name one or more reports behind merge") }
        let merged: MergedReport
        do {
            merged = try MergedReport(Array(words.dropFirst()))
            if let output { try Files.write(Array(merged.text.utf8), to: output) }
        } catch let error as ReportError {
            throw CommandFailure.couldNotRun(error.description)
        } catch let error as FileSystemError {
            throw CommandFailure.couldNotRun("\(error): give a file that can be written")
        }
        if output == nil { Output.write(merged.text) }
        guard merged.failures == 0 else {
            Output.errorLine("xlwm2m report: \(merged.failures) of \(merged.tests) tests failed")
            return .findings
        }
        return .ok
    }
}
