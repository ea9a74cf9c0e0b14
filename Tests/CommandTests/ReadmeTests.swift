import Foundation
import TestSupport
import Testing

/// The tour of the README: what it shows is what happens, in the order of the page and with one home folder.
struct ReadmeTests {
    @Test func theTourIsTrue() throws {
        let home = try TemporaryFolder()
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("README.md"), encoding: .utf8)
        let steps = Self.steps(in: text)
        #expect(steps.count >= 9)
        for step in steps {
            // The release build of scripts/run is not made here; the program of this build stands in for it.
            let command = step.command.replacingOccurrences(of: "scripts/run", with: Program.path)
            let run = try Program.run("/bin/bash", ["-c", command], environment: ["HOME": home.url.path])
            let shown = (run.standardOutput + run.standardError).replacingOccurrences(of: home.url.path, with: "~")
            #expect(Self.settled(shown) == Self.settled(step.output), "\(step.command)")
        }
    }

    struct Step {
        var command: String
        var output: String
    }

    /// The commands of all blocks, `$` in front, and what each shows; a here-document belongs to its command.
    private static func steps(in text: String) -> [Step] {
        var steps: [Step] = []
        var isInside = false
        var isDocument = false
        for line in text.components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                isInside = line == "```console"
            } else if isInside, isDocument {
                steps[steps.count - 1].command += "\n" + line
                isDocument = line != "END"
            } else if isInside, line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2)), output: ""))
                isDocument = line.hasSuffix("<<'END'")
            } else if isInside {
                steps[steps.count - 1].output += line + "\n"
            }
        }
        return steps
    }

    /// Times differ from run to run.
    private static func settled(_ text: String) -> String {
        text.replacingOccurrences(of: "[0-9.]+ (ms|s)\\b", with: "N ms", options: .regularExpression)
    }
}
