import JSON
import Wording

/// The outcome for the mutants of several Objects, for people and for machines.
package struct MutationReport {
    package private(set) var outcomes: [MutationRun.Outcome] = []

    package init(_ outcomes: [MutationRun.Outcome]) { self.outcomes = outcomes }

    /// The percentage of mutants that were killed, 0...100; 100 if there are none.
    package var score: Double {
        let total = outcomes.reduce(0) { $0 + $1.total }
        return total == 0 ? 100 : Double(outcomes.reduce(0) { $0 + $1.killed }) * 100 / Double(total)
    }

    /// A percentage with one decimal, rounded down, so that `100.0` means all.
    package static func percent(_ score: Double) -> String {
        let tenths = Int((score * 10 + 1e-9).rounded(.down))
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// A line for each survivor, `object_x.lua:12: '==' -> '~='`, and the figures of each Object.
    package var text: String {
        var text = ""
        for outcome in outcomes {
            for mutant in outcome.survivors {
                text += "\(outcome.path):\(mutant.line): \(mutant.change)\n".escapedLine
            }
        }
        for outcome in outcomes { text += Self.figures(outcome) + "\n" }
        return text
    }

    private static func figures(_ outcome: MutationRun.Outcome) -> String {
        let faults = "\(outcome.total) mutant\(outcome.total == 1 ? "" : "s")"
        let time = outcome.timedOut > 0 ? " (\(outcome.timedOut) by time)" : ""
        return "\(outcome.path): \(faults): \(outcome.killed) killed\(time), \(outcome.survivors.count) survived, "
            + "score \(percent(outcome.score)) % with \(outcome.tests) tests in "
            + PlainReporter.seconds(outcome.seconds) + (outcome.isCutShort ? "; ended before all were run" : "")
    }

    /// The same as a single document.
    package var json: String {
        let objects = outcomes.map { outcome -> JSONValue in
            .object([
                JSONMember(name: "file", value: .string(outcome.path)),
                JSONMember(name: "mutants", value: .integer(Int64(outcome.total))),
                JSONMember(name: "killed", value: .integer(Int64(outcome.killed))),
                JSONMember(name: "timedOut", value: .integer(Int64(outcome.timedOut))),
                JSONMember(name: "score", value: .number(outcome.score)),
                JSONMember(name: "tests", value: .integer(Int64(outcome.tests))),
                JSONMember(name: "seconds", value: .number(outcome.seconds)),
                JSONMember(name: "survivors", value: .array(outcome.survivors.map(Self.value))),
            ])
        }
        let document = JSONValue.object([
            JSONMember(name: "score", value: .number(score)), JSONMember(name: "objects", value: .array(objects)),
        ])
        return document.prettyText + "\n"
    }

    private static func value(_ mutant: Mutant) -> JSONValue {
        .object([
            JSONMember(name: "line", value: .integer(Int64(mutant.line))),
            JSONMember(name: "change", value: .string(mutant.change)),
        ])
    }
}

extension String {
    /// With control characters as escapes, except for the final line break.
    fileprivate var escapedLine: String { Printable.escaped(String(dropLast())) + "\n" }
}
