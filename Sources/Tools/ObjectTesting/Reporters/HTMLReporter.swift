import Wording

/// A self-contained page with all results, readable without scripts: failures first, with their differences.
final class HTMLReporter: Reporter {
    private let write: (String) -> Void
    private var plan = TestPlan(products: [], seed: 0, rounds: 1, startTime: 0)
    private var results: [TestResult] = []
    private var problems: [TestProblem] = []

    init(write: @escaping (String) -> Void) { self.write = write }

    func started(_ plan: TestPlan) {
        self.plan = plan
        (results, problems) = ([], [])
    }

    func finished(_ result: TestResult) { results.append(result) }
    func failed(_ problem: TestProblem) { problems.append(problem) }

    func ended(_ summary: TestSummary) {
        var page = HTMLPage(title: "Tests")
        let verdict = summary.failed > 0 || summary.problems > 0 ? "failed" : "passed"
        page.add("<p class=\"\(verdict)\">\(HTMLPage.escaped(Self.figures(summary)))</p>\n")
        for problem in problems { add(problem, to: &page) }
        for result in results where result.failure != nil { addFailure(result, to: &page) }
        addTable(to: &page)
        write(page.text)
    }

    private static func figures(_ summary: TestSummary) -> String {
        var parts = [
            "\(summary.total) test\(summary.total == 1 ? "" : "s")", "\(summary.passed) passed",
            "\(summary.failed) failed",
        ]
        if summary.pending > 0 { parts.append("\(summary.pending) pending") }
        if summary.problems > 0 {
            parts.append("\(summary.problems) file\(summary.problems == 1 ? "" : "s") not loaded")
        }
        return parts.joined(separator: ", ") + " in \(PlainReporter.seconds(summary.seconds)), seed \(summary.seed)"
            + (summary.isCutShort ? "; ended before all tests had run" : "")
    }

    private func label(_ result: TestResult) -> String { plan.label(product: result.product, round: result.round) }

    private func add(_ problem: TestProblem, to page: inout HTMLPage) {
        page.add("<section class=\"failure\">\n<h2>\(HTMLPage.escaped(problem.file)) does not load</h2>\n<pre>")
        page.add(HTMLPage.escaped(problem.message + (problem.traceback.isEmpty ? "" : "\n" + problem.traceback)))
        page.add("</pre>\n</section>\n")
    }

    private func addFailure(_ result: TestResult, to page: inout HTMLPage) {
        guard let failure = result.failure else { return }
        page.add("<section class=\"failure\">\n<h2>\(HTMLPage.escaped(result.fullName + label(result)))</h2>\n")
        page.add("<p class=\"place\">\(HTMLPage.escaped(result.placeToShow.description))</p>\n<pre>")
        page.add(failure.lines.map(HTMLPage.markedLine).joined(separator: "\n"))
        page.add("</pre>\n")
        if !result.output.isEmpty {
            page.add("<p>printed</p>\n<pre>\(HTMLPage.escaped(result.output.joined(separator: "\n")))</pre>\n")
        }
        page.add("</section>\n")
    }

    /// The heading and header row of the table of all tests.
    static let tableHead =
        "<h2>All tests</h2>\n<table>\n<tr><th>outcome</th><th>test</th><th>place</th><th>time</th></tr>\n"

    private func addTable(to page: inout HTMLPage) {
        page.add(Self.tableHead)
        for result in results {
            let (word, remark) =
                switch result.outcome {
                case .passed: ("passed", "")
                case .failed: ("failed", "")
                case .pending(let reason): ("pending", ": " + reason)
                }
            page.add(
                "<tr class=\"\(word)\"><td>\(word)</td><td>"
                    + HTMLPage.escaped(result.fullName + label(result) + remark)
                    + "</td><td>\(HTMLPage.escaped(result.place.description))</td>"
                    + "<td class=\"number\">\(PlainReporter.seconds(result.seconds))</td></tr>\n")
        }
        page.add("</table>\n")
    }
}

/// A self-contained HTML page: no scripts, no other files, no network.
struct HTMLPage {
    private var body = ""
    private let title: String

    init(title: String) { self.title = title }

    mutating func add(_ markup: String) { body += markup }

    /// The complete page.
    var text: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>\(Self.escaped(title))</title>
        <style>
        \(Self.style)</style>
        </head>
        <body>
        <h1>\(Self.escaped(title))</h1>
        \(body)</body>
        </html>

        """
    }

    /// Text escaped for a page; control characters become escapes, line breaks stay as they are.
    static func escaped(_ text: String) -> String {
        Printable.lines(text).joined(separator: "\n").escaping { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: nil
            }
        }
    }

    /// A line of a difference, marked as expected or actual.
    static func markedLine(_ line: String) -> String {
        if line.hasPrefix("- ") { return "<del>\(escaped(line))</del>" }
        if line.hasPrefix("+ ") { return "<ins>\(escaped(line))</ins>" }
        return escaped(line)
    }

    private static let style = """
        body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; color: #222;
          background: #fff; }
        pre, td.source { font: 13px/1.4 ui-monospace, monospace; white-space: pre-wrap; tab-size: 4; }
        table { border-collapse: collapse; width: 100%; }
        th { text-align: left; }
        td, th { padding: 0.1em 0.6em; vertical-align: top; }
        td.number, td.line { text-align: right; color: #666; white-space: nowrap; }
        .passed > td:first-child, p.passed { color: #176b2c; }
        .failed > td:first-child, p.failed { color: #b3141c; font-weight: bold; }
        .pending > td:first-child { color: #7a5a00; }
        section.failure { border-left: 4px solid #b3141c; padding: 0 1em; margin: 1.5em 0; }
        .place { color: #666; }
        del { background: #fde3e4; text-decoration: none; display: inline-block; min-width: 100%; }
        ins { background: #def3e2; text-decoration: none; display: inline-block; min-width: 100%; }
        tr.hit { background: #edf8ef; }
        tr.missed { background: #fbdcdd; }
        tr.partly { background: #fdf3d2; }
        @media (prefers-color-scheme: dark) {
          body { color: #ddd; background: #181818; }
          del, tr.missed { background: #4a1d1f; }
          ins, tr.hit { background: #17351f; }
          tr.partly { background: #413810; }
        }

        """
}
