import Wording

/// The Test Anything Protocol, version 13.
///
/// - Source: testanything.org, TAP 13 specification.
final class TAPReporter: Reporter {
    private let write: (String) -> Void
    private var plan = TestPlan(products: [], seed: 0, rounds: 1, startTime: 0)
    private var number = 0

    init(write: @escaping (String) -> Void) { self.write = write }

    func started(_ plan: TestPlan) {
        self.plan = plan
        number = 0
        write("TAP version 13\n# seed \(plan.seed)\n")
    }

    func finished(_ result: TestResult) {
        number += 1
        let label = plan.label(product: result.product, round: result.round)
        let title = "\(number) - " + Self.escaped("\(result.file): \(result.fullName)\(label)")
        switch result.outcome {
        case .passed: write("ok \(title)\n")
        case .pending(let reason): write("ok \(title) # SKIP \(Self.escaped(reason))\n")
        case .failed(let failure):
            var fields = [("message", failure.message), ("at", result.placeToShow.description)]
            fields += [("severity", failure.kind.rawValue)]
            if let hook = failure.hook { fields.append(("hook", hook)) }
            if let expected = failure.expected, !failure.isShownByDifference { fields.append(("expected", expected)) }
            if let actual = failure.actual, !failure.isShownByDifference { fields.append(("actual", actual)) }
            if let difference = failure.difference { fields.append(("difference", difference)) }
            if !failure.later.isEmpty { fields.append(("then", failure.laterLines.joined(separator: "\n"))) }
            write("not ok \(title)\n  ---\n\(fields.map(Self.field).joined())  ...\n")
        }
    }

    func failed(_ problem: TestProblem) {
        number += 1
        let label = plan.label(product: problem.product, round: 1)
        write("not ok \(number) - \(Self.escaped("\(problem.file): does not load\(label)"))\n")
        write("  ---\n\(Self.field("message", problem.message))  ...\n")
    }

    func foundEmpty(_ file: TestFile) { write("# \(Printable.escaped(file.path)) has no test\n") }

    func ended(_ summary: TestSummary) {
        write(summary.isCutShort ? "Bail out! ended before all tests had run\n" : "1..\(number)\n")
    }

    /// A title may contain neither line breaks nor the marker of a directive.
    private static func escaped(_ text: String) -> String {
        text.escaping { scalar in
            switch scalar {
            case "#": "\\#"
            case "\\": "\\\\"
            case "\n", "\r": " "
            default: Printable.spelling(scalar)
            }
        }
    }

    /// A member of the YAML block, with its text as a literal block.
    private static func field(_ name: String, _ text: String) -> String {
        let lines = Printable.lines(text)
        return "  \(name): |-2\n" + lines.map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
    }
}
