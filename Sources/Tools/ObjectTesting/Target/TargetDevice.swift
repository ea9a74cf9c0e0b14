import Lua
import LwM2M

/// The module's side of a device under test: what a test asked of the module, so that it can be asked again.
///
/// A module has no snapshots. What the top level of a file and the `setup` of its blocks ask of it is kept as steps, which
/// bring a fresh module to the same point before each test.
final class TargetDevice {
    /// Something that a test did to the module.
    enum Step: Hashable {
        case load(String)
        case create(String)
        case ask(String, asHost: Bool)
        case forgetURCs(Int)
        case request(Request)
        case observe(Path)
        case cancel(Path)
        /// What AT cannot do, with the reason.
        case impossible(String)
    }

    let module: any ModuleUnderTest
    /// What was done since the module was fresh.
    private(set) var steps: [Step] = []
    /// Whether the file is being loaded: steps are kept, not carried out.
    var isCollecting = true
    /// Why the running test cannot go on, until a test has taken it.
    private var reason: String?
    /// What the server of the tests was answered last.
    private var response: Response?
    private var hasCancelled = false
    /// Why a request of a server failed, until it is taken.
    private var failure: LuaError?
    /// Why the module is not where the test begins; nil if it is.
    private(set) var problem: TargetError?
    /// The answers that the emulated device gives otherwise, a line each.
    private var differences: [String] = []

    init(_ module: any ModuleUnderTest) { self.module = module }

    /// Brings the module to where a test begins.
    func restore(to kept: [Step]) {
        differences = []
        reason = nil
        problem = nil
        steps = []
        do throws(TargetError) {
            try module.refresh()
            for step in kept { _ = try take(step) }
        } catch {
            problem = error
        }
    }

    /// Carries out a step; nil while the file is being loaded.
    func take(_ step: Step) throws(TargetError) -> TargetAnswer? {
        steps.append(step)
        guard !isCollecting else { return nil }
        switch step {
        case .load(let file): try module.load(file)
        case .create(let payload): return try module.create(payload)
        case .ask(let line, let asHost): return try module.ask(line, asHost: asHost)
        case .forgetURCs(let count): try module.forgetURCs(atLeast: count)
        case .request(let request): response = try module.ask(request)
        case .observe(let path): response = try module.observe(path)
        case .cancel(let path): hasCancelled = try module.cancel(path)
        case .impossible(let why): throw TargetError(.unable, why)
        }
        return TargetAnswer(lines: [], final: "OK")
    }

    /// Sends a line of a test's request; nil while the file is being loaded.
    func answer(to line: String) throws(LuaError) -> TargetAnswer? {
        guard line.utf8.count < module.longestLine else {
            throw impossible(
                "the line would have \(line.utf8.count + 1) characters, and the module takes \(module.longestLine)")
        }
        return try carryOut(.ask(line, asHost: false))
    }

    /// Carries out a step of a test.
    func carryOut(_ step: Step) throws(LuaError) -> TargetAnswer? {
        do throws(TargetError) { return try take(step) } catch { throw note(error) }
    }

    /// The module's answer to a request of its server; nil while the file is being loaded.
    ///
    /// - throws: any error, for which `takeFailure` has the one of the test.
    func response(to step: Step) throws(LwM2MError) -> Response? {
        response = nil
        do throws(TargetError) { _ = try take(step) } catch {
            failure = note(error)
            throw LwM2MError(.internalServerError, error.description)
        }
        return response
    }

    /// Whether an observation was ended; nil while the file is being loaded.
    func cancel(_ path: Path) -> Bool? {
        guard !isCollecting else {
            steps.append(.cancel(path))
            return nil
        }
        guard (try? response(to: .cancel(path))) != nil || failure == nil else { return nil }
        return hasCancelled
    }

    /// Why the request of a server failed on the way to the module; asked once.
    func takeFailure() -> LuaError? {
        defer { failure = nil }
        return failure
    }

    /// Makes a failure one of the script that asked.
    func note(_ error: TargetError) -> LuaError {
        if error.code == .unable { reason = error.description }
        return LuaError(.runtime, error.description)
    }

    /// That AT cannot do something; while the file is being loaded all of its tests are skipped for it.
    func impossible(_ why: String) -> LuaError {
        reason = why
        return LuaError(.runtime, why)
    }

    /// Why the test cannot go on; asked once.
    func takeReason() -> String? {
        defer { reason = nil }
        return reason
    }

    /// Keeps that the module answers otherwise than the emulated device.
    func differs(_ text: String) {
        if differences.count < Self.mostDifferences { differences.append(text) }
    }

    /// The answers of the test that differ.
    func takeDifferences() -> [String] {
        defer { differences = [] }
        return differences
    }

    /// The most that a report of one test shows.
    private static let mostDifferences = 20
}

/// A module on which tests run besides the emulated device, and how they ended there.
///
/// `@unchecked Sendable`: a run with a target has one worker, the thread that made it (`TestRunner.runInTurn`).
package final class TestTarget: @unchecked Sendable {
    let module: any ModuleUnderTest
    private var emulated: [String: [TestResult.Outcome]] = [:]
    private let objects: [String: [ObjectFile]]

    /// - Parameters:
    ///   - results: how the tests ended on the emulated device.
    ///   - uses: which Objects each file loaded there.
    package init(_ module: any ModuleUnderTest, after results: [TestResult], uses: [String: FileUse]) {
        self.module = module
        objects = uses.mapValues(\.objects)
        for result in results.reversed() { emulated[Self.key(result), default: []].append(result.outcome) }
    }

    /// The Objects that the tests of a file load.
    func objects(of file: String) -> [ObjectFile] { objects[file] ?? [] }

    /// A result on the module, with what the emulated device answered to the same test.
    func compared(_ result: TestResult, differences: [String]) -> TestResult {
        var result = result
        result.differences = differences
        result.emulated = emulated[Self.key(result)]?.popLast()
        if case .failed(let failure)? = result.emulated, case .passed = result.outcome {
            result.outcome = .failed(
                TestFailure(
                    .difference, "passes on the module and fails on the emulator: \(failure.message)",
                    expected: failure.expected, actual: failure.actual, difference: failure.difference,
                    place: failure.place))
        }
        return result
    }

    private static func key(_ result: TestResult) -> String { "\(result.file)\n\(result.place)\n\(result.fullName)" }
}

/// Keeps the results of a run.
package final class KeptResults: Reporter {
    package private(set) var results: [TestResult] = []

    package init() {}

    package func finished(_ result: TestResult) { results.append(result) }
    package func failed(_ problem: TestProblem) {}
    package func ended(_ summary: TestSummary) {}
}
