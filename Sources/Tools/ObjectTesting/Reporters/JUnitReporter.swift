import Wording

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
    private var suites = ""
    private var cases = ""
    private var ofFile = SuiteFigures()
    private var ofAll = SuiteFigures()

    private struct SuiteFigures {
        var tests = 0
        var failures = 0
        var errors = 0
        var skipped = 0
        var seconds = 0.0

        var attributes: String {
            "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\""
        }
    }

    init(write: @escaping (String) -> Void) { self.write = write }

    func started(_ plan: TestPlan) {
        self.plan = plan
        (suites, cases, ofFile, ofAll) = ("", "", SuiteFigures(), SuiteFigures())
    }

    func finished(_ result: TestResult) {
        let label = plan.label(product: result.product, round: result.round)
        ofFile.tests += 1
        ofFile.seconds += result.seconds
        let parts = [Self.className(result.file)] + result.blocks
        cases += "    <testcase name=\"\(XML.attribute(result.name))\""
        cases += " classname=\"\(XML.attribute(parts.joined(separator: ".") + label))\""
        cases += " time=\"\(Self.decimal(result.seconds))\""
        cases += " file=\"\(XML.attribute(result.placeToShow.file))\" line=\"\(result.placeToShow.line)\""
        var inside = ""
        switch result.outcome {
        case .passed: break
        case .pending(let reason):
            ofFile.skipped += 1
            inside = "      <skipped message=\"\(XML.attribute(reason))\"/>\n"
        case .failed(let failure):
            let element = failure.kind == .assertion ? "failure" : "error"
            if failure.kind == .assertion { ofFile.failures += 1 } else { ofFile.errors += 1 }
            let text = (["\(result.placeToShow): \(result.fullName)"] + failure.lines).joined(separator: "\n")
            inside =
                "      <\(element) message=\"\(XML.attribute(failure.message))\" type=\"\(failure.kind.rawValue)\">"
            inside += "\(XML.text(text))</\(element)>\n"
        }
        if !result.output.isEmpty {
            inside += "      <system-out>\(XML.text(result.output.joined(separator: "\n")))</system-out>\n"
        }
        cases += inside.isEmpty ? "/>\n" : ">\n\(inside)    </testcase>\n"
    }

    func failed(_ problem: TestProblem) {
        ofFile.tests += 1
        ofFile.errors += 1
        let label = plan.label(product: problem.product, round: 1)
        let place = problem.place ?? SourcePlace(file: problem.file, line: 1)
        cases += "    <testcase name=\"does not load\""
        cases += " classname=\"\(XML.attribute(Self.className(problem.file) + label))\" time=\"0.000000\""
        cases += " file=\"\(XML.attribute(place.file))\" line=\"\(place.line)\">\n"
        cases += "      <error message=\"\(XML.attribute(problem.message))\" type=\"load\">"
        cases += "\(XML.text(problem.message + "\n" + problem.traceback))</error>\n    </testcase>\n"
    }

    func foundEmpty(_ file: TestFile) {
        ofFile.tests += 1
        ofFile.skipped += 1
        cases += "    <testcase name=\"has no test\" classname=\"\(XML.attribute(Self.className(file.path)))\""
        cases += " time=\"0.000000\" file=\"\(XML.attribute(file.path))\" line=\"1\">\n"
        cases += "      <skipped message=\"the file has no test\"/>\n    </testcase>\n"
    }

    func ended(_ job: TestJob) {
        defer { (cases, ofFile) = ("", SuiteFigures()) }
        guard ofFile.tests > 0 else { return }
        let label = plan.label(product: job.product, round: job.round)
        suites += "  <testsuite name=\"\(XML.attribute(job.file.path + label))\" \(ofFile.attributes)"
        suites += " skipped=\"\(ofFile.skipped)\" time=\"\(Self.decimal(ofFile.seconds))\""
        suites += " timestamp=\"\(Self.timestamp(plan.startTime))\" file=\"\(XML.attribute(job.file.path))\">\n"
        suites += "    <properties>\n"
        suites += "      <property name=\"product\" value=\"\(XML.attribute(job.product))\"/>\n"
        suites += "      <property name=\"seed\" value=\"\(plan.seed)\"/>\n    </properties>\n"
        suites += cases + "  </testsuite>\n"
        ofAll.tests += ofFile.tests
        ofAll.failures += ofFile.failures
        ofAll.errors += ofFile.errors
    }

    func ended(_ summary: TestSummary) {
        write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        write("<testsuites name=\"xlwm2m\" \(ofAll.attributes) time=\"\(Self.decimal(summary.seconds))\">\n")
        write(suites + "</testsuites>\n")
        suites = ""
    }

    /// The path with dots for slashes and without its extension, `objects.tests.sensor_test`.
    private static func className(_ path: String) -> String {
        var parts = path.split(separator: "/").map(String.init)
        if let last = parts.popLast() { parts.append(last.hasSuffix(".lua") ? String(last.dropLast(4)) : last) }
        return parts.joined(separator: ".")
    }

    /// Seconds with six decimals, whatever the locale.
    private static func decimal(_ seconds: Double) -> String {
        let millionths = Int((seconds * 1e6).rounded())
        let rest = String(millionths % 1_000_000)
        return "\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - rest.count) + rest
    }

    /// ISO 8601 in UTC without a zone, as the schema has it.
    private static func timestamp(_ seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    }
}
