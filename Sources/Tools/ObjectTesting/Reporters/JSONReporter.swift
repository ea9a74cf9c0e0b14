import JSON

/// One JSON document with all results and the figures.
final class JSONReporter: Reporter {
    private let write: (String) -> Void
    private var plan = TestPlan(products: [], seed: 0, rounds: 1, startTime: 0)
    private var tests: [JSONValue] = []
    private var problems: [JSONValue] = []
    private var empty: [JSONValue] = []

    init(write: @escaping (String) -> Void) { self.write = write }

    func started(_ plan: TestPlan) {
        self.plan = plan
        (tests, problems, empty) = ([], [], [])
    }

    func finished(_ result: TestResult) {
        var members: [(String, JSONValue)] = [
            ("file", .string(result.file)), ("line", .integer(Int64(result.place.line))),
            ("product", .string(result.product)), ("round", .integer(Int64(result.round))),
            ("blocks", .array(result.blocks.map { .string($0) })), ("name", .string(result.name)),
            ("seconds", .number(result.seconds)),
        ]
        switch result.outcome {
        case .passed: members.append(("outcome", "passed"))
        case .pending(let reason): members += [("outcome", "pending"), ("reason", .string(reason))]
        case .failed(let failure): members += [("outcome", "failed"), ("failure", Self.value(failure))]
        }
        if let emulated = result.emulated {
            members.append(("emulator", .string(emulated.word)))
            members.append(("differs", .boolean(result.isDifferent)))
            members.append(("answers", .array(result.differences.map { .string($0) })))
        }
        if !result.output.isEmpty { members.append(("output", .array(result.output.map { .string($0) }))) }
        tests.append(Self.object(members))
    }

    func failed(_ problem: TestProblem) {
        var members: [(String, JSONValue)] = [
            ("file", .string(problem.file)), ("product", .string(problem.product)),
            ("message", .string(problem.message)),
        ]
        if let place = problem.place { members.append(("line", .integer(Int64(place.line)))) }
        if !problem.traceback.isEmpty { members.append(("traceback", .string(problem.traceback))) }
        problems.append(Self.object(members))
    }

    func foundEmpty(_ file: TestFile) { empty.append(.string(file.path)) }

    func ended(_ summary: TestSummary) {
        let figures: [(String, JSONValue)] = [
            ("total", .integer(Int64(summary.total))), ("passed", .integer(Int64(summary.passed))),
            ("failed", .integer(Int64(summary.failed))), ("pending", .integer(Int64(summary.pending))),
            ("problems", .integer(Int64(summary.problems))), ("files", .integer(Int64(summary.files))),
            ("seconds", .number(summary.seconds)),
        ]
        var target: [(String, JSONValue)] = []
        if let module = plan.target {
            let members: [(String, JSONValue)] = [
                ("port", .string(module.port)), ("imei", .string(module.imei)), ("product", .string(module.product)),
                ("firmware", module.firmware.map { .string($0) } ?? .null),
            ]
            target.append(("target", Self.object(members)))
        }
        let document = Self.object(
            [
                ("seed", Int64(exactly: plan.seed).map { .integer($0) } ?? .string("\(plan.seed)")),
                ("products", .array(plan.products.map { .string($0) })),
                ("rounds", .integer(Int64(plan.rounds))), ("summary", Self.object(figures)),
                ("tests", .array(tests)), ("problems", .array(problems)),
                ("empty", .array(empty)),
            ] + target)
        write(document.prettyText + "\n")
    }

    private static func value(_ failure: TestFailure) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("kind", .string(failure.kind.rawValue)), ("message", .string(failure.message)),
        ]
        for (name, text) in [
            ("expected", failure.expected), ("actual", failure.actual), ("difference", failure.difference),
        ] {
            if let text { members.append((name, .string(text))) }
        }
        if let place = failure.place {
            members += [("file", .string(place.file)), ("line", .integer(Int64(place.line)))]
        }
        members.append(("calls", .array(failure.calls.map { .string($0.description) })))
        if let hook = failure.hook { members.append(("hook", .string(hook))) }
        if !failure.later.isEmpty { members.append(("later", .array(failure.later.map(value)))) }
        return object(members)
    }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { JSONMember(name: $0.0, value: $0.1) })
    }
}
