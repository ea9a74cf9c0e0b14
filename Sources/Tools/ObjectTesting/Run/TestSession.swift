import Clocks
import FileSystem
import Lua
import ObjectHost

/// One test file in a state of its own: loaded once, then saved, and restored for each of its tests.
final class TestSession {
    let device: TestDevice
    let job: TestJob
    /// All tests of the file, in source order.
    private(set) var tests: [CollectedTest] = []
    private let run: LuaFunction
    let setUp: LuaFunction
    let tearDown: LuaFunction
    /// The blocks around the last test that were set up, outermost first; each has a snapshot of the device.
    var entered: [SharedBlocks.Entered] = []
    private let chunkName: String

    /// Loads a file and collects its tests.
    ///
    /// - throws: why there is nothing to run.
    init(_ job: TestJob, finder: ObjectFinder, options: TestOptions) throws(TestProblem) {
        self.job = job
        chunkName = ChunkName.shown(for: job.file.path)
        do throws(ObjectHostError) {
            device = try TestDevice(bindings: job.bindings, finder: finder, options: options)
        } catch {
            throw TestProblem(file: job.file.path, product: job.product, message: error.description)
        }
        device.testPaths[chunkName] = job.file.path
        device.folder = Paths.directory(of: job.file.path)
        let lua = device.host.lua
        if options.countsLines { lua.countLines() }
        do throws(LuaError) {
            if options.profilesScripts { try lua.startProfile() }
            try device.registerRequests()
            try device.registerDevice()
            try device.registerLine()
            try device.registerRestart()
            try device.registerTarget()
            let loader = try lua.load(Array("return require((...))".utf8), named: "xlwm2m/start.lua")
            let suite = try lua.callKeeping(loader, [.text("xlwm2m.suite")])
            try lua.call(loader, [.text("xlwm2m.device")])
            run = try lua.function("run", of: suite)
            setUp = try lua.function("set_up", of: suite)
            tearDown = try lua.function("tear_down", of: suite)
            try lua.call(try lua.function("open", of: suite), [.text(chunkName)])
            try Self.runTopLevel(job.file, named: chunkName, device: device)
            let count = try lua.call(try lua.function("close", of: suite)).first?.integer ?? 0
            try collect(
                Int(count), with: try lua.function("describe", of: suite), try lua.function("shared_blocks", of: suite))
        } catch {
            throw Self.problem(error, job: job, device: device)
        }
        do throws(ObjectHostError) { try device.snapshot() } catch {
            throw TestProblem(file: job.file.path, product: job.product, message: error.description)
        }
        device.target?.isCollecting = false
    }

    /// Runs one test in the device as it was after the file had been loaded and the blocks around the test had been set
    /// up.
    ///
    /// - Parameter blocks: the shared blocks whose last test this is, outermost first.
    func run(_ test: CollectedTest, ending blocks: [Int]) -> TestResult {
        let start = MonotonicClock.now
        var outcome: TestResult.Outcome
        do throws(ObjectHostError) {
            device.options.onTrace?(.test(place: "\(test.place)", name: test.fullName))
            outcome = try enterBlocks(of: test)
            try device.restore()
            if case .passed = outcome, let problem = device.restoreTarget() { outcome = problem }
            if case .passed = outcome { outcome = call(run, [.integer(Int64(test.number))], "the test") }
            endBlocks(blocks, after: test, &outcome)
        } catch {
            outcome = .failed(TestFailure(.error, error.description))
        }
        if case .passed = outcome {
            return result(test, outcome, since: start, output: [])
        }
        var failed = result(test, outcome, since: start, output: device.output)
        if device.options.recordsRequests, failed.failure != nil { failed.requests = recordedRequests() }
        return failed
    }

    /// The requests of the test until it failed; nil if there is no memory left to list them.
    private func recordedRequests() -> String? {
        let lua = device.host.lua
        guard
            let loader = try? lua.load(Array("return require('xlwm2m.record').text()".utf8), named: "xlwm2m/start.lua")
        else { return nil }
        guard let text = (try? lua.call(loader))?.first?.text else { return nil }
        let folders = Set(device.objectPaths.values.compactMap { Files.canonical(Paths.directory(of: $0)) })
        return folders.sorted().map { ReplayFiles.objectsMark + $0 + "\n" }.joined() + text
    }

    private func result(
        _ test: CollectedTest, _ outcome: TestResult.Outcome, since start: Double, output: [String]
    ) -> TestResult {
        TestResult(
            file: job.file.path, product: job.product, round: job.round, blocks: test.blocks, name: test.name,
            place: test.place, outcome: outcome, seconds: MonotonicClock.now - start, output: output)
    }

    /// Calls a function of the suite that returns how it ended.
    ///
    /// - Parameter what: what the function runs, for a message.
    func call(_ function: LuaFunction, _ arguments: [LuaValue], _ what: String) -> TestResult.Outcome {
        do throws(LuaError) {
            let results = try device.host.lua.call(function, arguments)
            switch results.first?.text {
            case "passed": return .passed
            case "pending": return .pending(Self.reason(results, at: { self.path(of: $0) }))
            default:
                var failures = stride(from: 1, to: results.count, by: Self.membersOfFailure).map { start in
                    failure(results[start..<min(start + Self.membersOfFailure, results.count)])
                }
                guard !failures.isEmpty else { return .failed(TestFailure(.error, "")) }
                var first = failures.removeFirst()
                first.later = failures
                return .failed(first)
            }
        } catch {
            return .failed(failure(error, of: what))
        }
    }

    /// Why a test is not ready, or was skipped at a place.
    private static func reason(_ results: [LuaValue], at path: (String) -> String) -> String {
        let reason = results.count > 1 ? results[1].text ?? "" : ""
        guard results.count > 3, let file = results[2].text, let line = results[3].integer else { return reason }
        return "\(path(file)):\(line): \(reason)"
    }

    /// A failure as `suite.lua` describes it.
    private static let membersOfFailure = 9

    private func failure(_ members: ArraySlice<LuaValue>) -> TestFailure {
        let members = Array(members)
        func text(_ index: Int) -> String? { index < members.count ? members[index].text : nil }
        var place: SourcePlace?
        if let file = text(5), members.count > 6, let line = members[6].integer {
            place = SourcePlace(file: path(of: file), line: Int(line))
        }
        let calls = (text(7) ?? "").split(separator: "\n").compactMap { self.place(String($0)) }
        return TestFailure(
            text(0) == "failed" ? .assertion : .error, explained(text(1) ?? "", ranShort: text(0) == "memory"),
            expected: text(2), actual: text(3),
            difference: text(4), place: place, calls: calls, hook: text(8))
    }

    /// The failure of a test that the framework itself could not finish.
    private func failure(_ error: LuaError, of what: String) -> TestFailure {
        let place = place(error.place)
        switch error.code {
        case .timeout:
            var message = "\(what) did not end within \(PlainReporter.seconds(device.options.timeout))"
            if !error.place.isEmpty { message += "\nstopped at \(error.place)" }
            return TestFailure(.timeout, message, place: placeInTest(error) ?? place)
        default:
            let message = explained(error.message, ranShort: error.code == .memory)
            return TestFailure(.error, message, place: self.place(error.message))
        }
    }

    /// The innermost line in the test's own files among the calls that led to an error.
    private func placeInTest(_ error: LuaError) -> SourcePlace? {
        error.traceback.split(separator: "\n").lazy.compactMap { line in
            let parts = line.drop { $0 == "\t" }.split(separator: ":", maxSplits: 2)
            guard parts.count > 1, let path = self.device.testPaths[String(parts[0])], let number = Int(parts[1]) else {
                return nil
            }
            return SourcePlace(file: path, line: number)
        }.first
    }

    /// A message with advice on what to do about it, if there is any.
    private func explained(_ message: String, ranShort: Bool) -> String {
        guard ranShort else { return MissingWords.explained(message) }
        return "\(message)\nthe device has \(device.options.memory) bytes; --memory sets another number"
    }

    // MARK: - Loading

    private static func runTopLevel(
        _ file: TestFile, named name: String, device: TestDevice
    ) throws(LuaError) {
        switch file.content {
        case .script:
            let source: [UInt8]
            do throws(FileSystemError) { source = try Files.read(file.path, limit: 64 << 20) } catch {
                throw LuaError(.runtime, error.description)
            }
            try device.host.lua.call(try device.host.lua.load(source, named: name))
        case .contract(let contract):
            try contract.collect(in: device, testFile: name, definitionPath: file.path)
        }
    }

    private func collect(
        _ count: Int, with describe: LuaFunction, _ sharedBlocks: LuaFunction
    ) throws(LuaError) {
        tests.reserveCapacity(count)
        for number in 0..<count {
            let fields = try device.host.lua.call(describe, [.integer(Int64(number + 1))])
            let shared = try device.host.lua.call(sharedBlocks, [.integer(Int64(number + 1))])
            let file = fields.count > 1 ? fields[1].text.map(path(of:)) : nil
            let line = fields.count > 2 ? fields[2].integer : nil
            tests.append(
                CollectedTest(
                    number: number + 1, blocks: fields.dropFirst(3).compactMap(\.text),
                    name: fields.first?.text ?? "",
                    place: SourcePlace(file: file ?? job.file.path, line: Int(line ?? 1)),
                    sharedBlocks: shared.compactMap { $0.integer.map { Int($0) } }))
        }
    }

    // MARK: - Places

    /// The path of a file from the name that Lua shows.
    private func path(of shown: String) -> String {
        device.testPaths[shown] ?? device.objectPaths[shown] ?? shown
    }

    /// The place at the start of a text, `x_test.lua:12` or `x_test.lua:12: in ...`.
    private func place(_ text: String) -> SourcePlace? { Self.place(text, device: device) }

    private static func place(_ text: String, device: TestDevice) -> SourcePlace? {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let line = Int(parts[1]) else { return nil }
        let shown = String(parts[0])
        return SourcePlace(file: device.testPaths[shown] ?? device.objectPaths[shown] ?? shown, line: line)
    }

    private static func problem(_ error: LuaError, job: TestJob, device: TestDevice) -> TestProblem {
        TestProblem(
            file: job.file.path, product: job.product, message: MissingWords.explained(error.description),
            place: place(error.message, device: device), traceback: frames(error.traceback))
    }

    /// The lines of a traceback that do not belong to the framework.
    private static func frames(_ traceback: String) -> String {
        traceback.split(separator: "\n").filter { line in
            !line.hasPrefix("stack traceback") && !line.contains("xlwm2m/") && !line.hasPrefix("\t[C]")
        }.map { line in "called from " + line.drop { $0 == "\t" } }.joined(separator: "\n")
    }
}
