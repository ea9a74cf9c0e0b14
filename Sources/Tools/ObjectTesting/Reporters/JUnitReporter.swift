import Wording
import XML

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The XML that build servers read, with `file` and `line` of each test.
///
/// - Source: the schema of the Jenkins xUnit plug-in, junit-10.xsd.
final class JUnitReporter: Reporter {
    private let write: (String) -> Void
    private var plan = TestPlan(products: [], seed: 0, rounds: 1, startTime: 0)
    private var suites: [XMLElement] = []
    private var cases: [XMLElement] = []
    private var ofFile = SuiteFigures()
    private var ofAll = SuiteFigures()

    private struct SuiteFigures {
        var tests = 0
        var failures = 0
        var errors = 0
        var skipped = 0
        var seconds = 0.0
    }

    init(write: @escaping (String) -> Void) { self.write = write }

    func started(_ plan: TestPlan) {
        self.plan = plan
        (suites, cases, ofFile, ofAll) = ([], [], SuiteFigures(), SuiteFigures())
    }

    func finished(_ result: TestResult) {
        let label = plan.label(product: result.product, round: result.round)
        ofFile.tests += 1
        ofFile.seconds += result.seconds
        var inside: [XMLElement] = []
        switch result.outcome {
        case .passed: break
        case .pending(let reason):
            ofFile.skipped += 1
            inside.append(XMLElement("skipped", ["message": reason]))
        case .failed(let failure):
            let isFailure = failure.kind == .assertion || failure.kind == .difference
            if isFailure { ofFile.failures += 1 } else { ofFile.errors += 1 }
            inside.append(
                XMLElement(
                    isFailure ? "failure" : "error", ["message": failure.message, "type": failure.kind.rawValue],
                    text: (["\(result.placeToShow): \(result.fullName)"] + failure.lines).joined(separator: "\n")))
        }
        let column = result.emulated.map { ["on the emulator: \($0.word)"] } ?? []
        let output = column + result.differences + result.output
        if !output.isEmpty { inside.append(XMLElement("system-out", text: output.joined(separator: "\n"))) }
        let parts = [Self.className(result.file)] + result.blocks
        addCase(
            result.name, of: parts.joined(separator: ".") + label, at: result.placeToShow, seconds: result.seconds,
            inside)
    }

    func failed(_ problem: TestProblem) {
        ofFile.tests += 1
        ofFile.errors += 1
        let label = plan.label(product: problem.product, round: 1)
        addCase(
            "does not load", of: Self.className(problem.file) + label,
            at: problem.place ?? SourcePlace(file: problem.file, line: 1),
            [
                XMLElement(
                    "error", ["message": problem.message, "type": "load"],
                    text: problem.message + "\n" + problem.traceback)
            ])
    }

    func foundEmpty(_ file: TestFile) {
        ofFile.tests += 1
        ofFile.skipped += 1
        addCase(
            "has no test", of: Self.className(file.path), at: SourcePlace(file: file.path, line: 1),
            [XMLElement("skipped", ["message": "the file has no test"])])
    }

    private func addCase(
        _ name: String, of className: String, at place: SourcePlace, seconds: Double = 0, _ inside: [XMLElement]
    ) {
        cases.append(
            XMLElement(
                "testcase",
                [
                    "name": name, "classname": className, "time": Self.decimal(seconds), "file": place.file,
                    "line": "\(place.line)",
                ], children: inside))
    }

    func ended(_ job: TestJob) {
        defer { (cases, ofFile) = ([], SuiteFigures()) }
        guard ofFile.tests > 0 else { return }
        let label = plan.label(product: job.product, round: job.round)
        let properties = XMLElement(
            "properties",
            children: [
                XMLElement("property", ["name": "product", "value": job.product]),
                XMLElement("property", ["name": "seed", "value": "\(plan.seed)"]),
            ]
                + (plan.target.map { target in
                    [
                        XMLElement("property", ["name": "port", "value": target.port]),
                        XMLElement("property", ["name": "imei", "value": target.imei]),
                    ]
                } ?? []))
        suites.append(
            XMLElement(
                "testsuite",
                [
                    "name": job.file.path + label, "tests": "\(ofFile.tests)", "failures": "\(ofFile.failures)",
                    "errors": "\(ofFile.errors)", "skipped": "\(ofFile.skipped)", "time": Self.decimal(ofFile.seconds),
                    "timestamp": Self.timestamp(plan.startTime), "file": job.file.path,
                ], children: [properties] + cases))
        ofAll.tests += ofFile.tests
        ofAll.failures += ofFile.failures
        ofAll.errors += ofFile.errors
    }

    func ended(_ summary: TestSummary) {
        let document = XMLElement(
            "testsuites",
            [
                "name": "xlwm2m", "tests": "\(ofAll.tests)", "failures": "\(ofAll.failures)",
                "errors": "\(ofAll.errors)", "time": Self.decimal(summary.seconds),
            ], children: suites)
        write(document.document())
        suites = []
    }

    /// The path with dots instead of slashes and without its extension, `objects.tests.sensor_test`.
    static func className(_ path: String) -> String {
        var parts = path.split(separator: "/").map(String.init)
        if let last = parts.popLast() { parts.append(last.hasSuffix(".lua") ? String(last.dropLast(4)) : last) }
        return parts.joined(separator: ".")
    }

    /// Seconds with six decimals, independent of the locale.
    static func decimal(_ seconds: Double) -> String { Digits.decimal(Int((seconds * 1e6).rounded()), places: 6) }

    /// ISO 8601 in UTC without a time zone, as the schema requires.
    private static func timestamp(_ seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    }
}
