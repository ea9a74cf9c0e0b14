import Wording

/// The report for people: failures in full, a line for each file, and the figures at the end.
final class PlainReporter: Reporter {
    private let usesColor: Bool
    private let showsProgress: Bool
    /// Whether each test gets a line.
    private let isVerbose: Bool
    private let write: (String) -> Void
    private var plan = TestPlan(products: [], seed: 0, rounds: 1, startTime: 0)
    private var ofFile = TestSummary()
    private var ofAll = TestSummary()
    private var emulated = TestSummary()
    /// How many tests end otherwise on the module.
    private var differing = 0
    private var fileSeconds = 0.0
    private var progressIsShown = false
    private var nextProgress = 0

    init(usesColor: Bool, showsProgress: Bool, isVerbose: Bool = false, write: @escaping (String) -> Void) {
        self.usesColor = usesColor
        self.isVerbose = isVerbose
        self.showsProgress = showsProgress
        self.write = write
    }

    func started(_ plan: TestPlan) {
        self.plan = plan
        (ofFile, ofAll, fileSeconds, nextProgress) = (TestSummary(), TestSummary(), 0, 0)
        (emulated, differing) = (TestSummary(), 0)
    }

    func finished(_ result: TestResult) {
        ofFile.add(result)
        ofAll.add(result)
        count(result)
        fileSeconds += result.seconds
        let label = plan.label(product: result.product, round: result.round)
        switch result.outcome {
        case .passed:
            guard isVerbose else { break }
            let text = Printable.escaped("\(result.place): \(result.fullName)\(label)")
            put("\(word("passed", .green)) \(text) (\(Self.seconds(result.seconds)))\n")
        case .pending(let reason):
            let text = Printable.escaped("\(result.place): \(result.fullName)\(label): \(reason)")
            put("\(word(plan.target == nil ? "PENDING" : "SKIPPED", .yellow)) \(text)\n")
        case .failed(let failure):
            let title = Printable.escaped("\(result.placeToShow): \(result.fullName)\(label)")
            var text = "\(word("FAILED", .red)) \(title)\n"
            if let emulated = result.emulated { text += "    on the emulator: \(emulated.word)\n" }
            for line in failure.lines { text += "    \(coloured(Printable.escaped(line)))\n" }
            if !result.output.isEmpty {
                text += "    printed:\n"
                text += result.output.flatMap(Printable.lines).map { "      \($0)\n" }.joined()
            }
            put(text)
        }
        for difference in result.differences { put("    \(Printable.escaped(difference))\n") }
        showProgress(result.file)
    }

    private func count(_ result: TestResult) {
        guard let outcome = result.emulated else { return }
        var same = result
        same.outcome = outcome
        emulated.add(same)
        if result.isDifferent { differing += 1 }
    }

    func failed(_ problem: TestProblem) {
        ofFile.problems += 1
        let label = plan.label(product: problem.product, round: 1)
        var text = "\(word("NOT LOADED", .red)) \(Printable.escaped(problem.file))\(label)\n"
        for line in Printable.lines(problem.message + "\n" + problem.traceback) where !line.isEmpty {
            text += "    \(line)\n"
        }
        put(text)
    }

    func ended(_ job: TestJob) {
        defer { (ofFile, fileSeconds) = (TestSummary(), 0) }
        guard ofFile.total > 0, ofFile.problems == 0 else { return }
        let label = plan.label(product: job.product, round: job.round)
        let state = ofFile.failed > 0 ? word("fail", .red) : word("ok", .green)
        put("\(state) \(Printable.escaped(job.file.path))\(label) (\(figures(ofFile)), \(Self.seconds(fileSeconds)))\n")
    }

    func ended(_ summary: TestSummary) {
        var text = "\n\(count(summary.total, "test")): \(figures(summary))"
        if summary.problems > 0 { text += ", \(count(summary.problems, "file")) not loaded" }
        text += " in \(Self.seconds(summary.seconds)), seed \(summary.seed)"
        if summary.stoppedEarly { text += "; stopped at the first failure" }
        if summary.isCutShort { text += "; ended before all tests had run" }
        put(text + "\n")
        guard let target = plan.target else { return }
        let rows = [("", "passed", "failed", "skipped"), row("emulator", emulated), row("module", ofAll)]
        for (name, passed, failed, skipped) in rows {
            put(name.padded(to: 10) + [passed, failed, skipped].map { $0.indented(to: 8) }.joined() + "\n")
        }
        put(
            "\(target.product) \(target.imei) at \(Printable.escaped(target.port)): "
                + (differing == 0
                    ? "no test ends otherwise than on the emulator"
                    : "\(count(differing, "test")) end\(differing == 1 ? "s" : "") otherwise than on the emulator")
                + "\n")
    }

    private func row(_ name: String, _ summary: TestSummary) -> (String, String, String, String) {
        (name, "\(summary.passed)", "\(summary.failed)", "\(summary.pending)")
    }

    private func figures(_ summary: TestSummary) -> String {
        var parts = ["\(summary.passed) passed"]
        if summary.failed > 0 { parts.append(word("\(summary.failed) failed", .red)) }
        if summary.pending > 0 {
            parts.append(word("\(summary.pending) \(plan.target == nil ? "pending" : "skipped")", .yellow))
        }
        return parts.joined(separator: ", ")
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    static func seconds(_ seconds: Double) -> String {
        let thousandths = Int((seconds * 1000).rounded())
        return thousandths < 1000 ? "\(thousandths) ms" : Digits.decimal(thousandths, places: 3) + " s"
    }

    private enum Color: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    private func word(_ text: String, _ color: Color) -> String {
        usesColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
    }

    private func coloured(_ line: String) -> String {
        if line.hasPrefix("- ") { return word(line, .red) }
        if line.hasPrefix("+ ") { return word(line, .green) }
        return line
    }

    private func put(_ text: String) {
        if progressIsShown { write("\r\u{1B}[K") }
        progressIsShown = false
        write(text)
    }

    private func showProgress(_ file: String) {
        guard showsProgress, ofAll.total >= nextProgress else { return }
        nextProgress = ofAll.total + max(1, ofAll.total / 50)
        write("\r\u{1B}[K\(count(ofAll.total, "test")), \(figures(ofAll)) \(Printable.escaped(file))")
        progressIsShown = true
    }
}
