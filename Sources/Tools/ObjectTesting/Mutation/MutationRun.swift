import Clocks
import FileSystem
import Lua
import ObjectHost
import Threads

/// Runs the tests of an Object against each of its mutants: a failing test kills the mutant.
package struct MutationRun {
    private var options: TestOptions
    private let files: [TestFile]
    private let path: String

    /// The outcome for all mutants of an Object.
    package struct Outcome: Sendable {
        /// The Object's file as it was given.
        package var path: String
        package var killed = 0
        /// How many of the killed mutants ran into the time limit.
        package var timedOut = 0
        /// The mutants that no test noticed, in source order.
        package var survivors: [Mutant] = []
        /// How many tests the Object has.
        package var tests = 0
        /// Wall-clock seconds.
        package var seconds = 0.0
        /// Whether mutants are missing because the run was to end.
        package var isCutShort = false

        /// How many mutants were run.
        package var total: Int { killed + survivors.count }

        /// The percentage of mutants that were killed, 0...100; 100 if there are none.
        package var score: Double { total == 0 ? 100 : Double(killed) * 100 / Double(total) }
    }

    /// - Parameters:
    ///   - path: the Object's file.
    ///   - files: tests, possibly also of other Objects; only those that use the file run.
    package init(_ path: String, files: [TestFile], options: TestOptions) {
        (self.path, self.files, self.options) = (path, files, options)
        self.options.countsLines = false
        self.options.rounds = 1
    }

    /// Runs all mutants, several at a time.
    ///
    /// - Parameter progress: called after each mutant: how many are done, out of how many, and how many survived.
    /// - throws: `MutationError` if there is nothing to measure.
    package func run(progress: (_ done: Int, _ total: Int, _ survived: Int) -> Void) throws -> Outcome {
        let start = MonotonicClock.now
        guard let real = Files.canonical(path) else { throw MutationError("\(path) is not there") }
        let text: [UInt8]
        do throws(FileSystemError) { text = try Files.read(path, limit: ObjectFinder.longest) } catch {
            throw MutationError(error.description)
        }
        try check(text)
        guard let mutants = Mutant.all(in: text) else { throw MutationError("\(path) is nested too deep to be read") }
        let whole = try runWhole(real)
        var mutated = options
        mutated.planted = PlantedFile(path: real, original: text, text: text)
        // A test that takes more than a hundred times as long as the longest one without a fault counts as hung.
        mutated.timeout = min(options.timeout, max(0.5, whole.longest * 100))
        let tally = Tally(count: mutants.count)
        let jobs = whole.jobs
        let work: @Sendable () -> Void = { [mutated] in
            while let index = tally.take(), !mutated.shouldEnd() {
                var options = mutated
                options.planted?.text = mutants[index].planted(in: text)
                tally.put(Self.fate(of: jobs, options), of: index)
            }
            tally.leave()
        }
        let threads = (0..<max(1, min(options.workers, mutants.count))).compactMap { _ in WorkerThread(work) }
        tally.wait(for: threads.count) { done, survived in progress(done, mutants.count, survived) }
        for thread in threads { thread.join() }
        if threads.isEmpty { throw MutationError("the system has no thread left to run mutants on") }
        var outcome = Outcome(path: path, tests: whole.tests)
        for (mutant, fate) in zip(mutants, tally.fates) {
            switch fate {
            case .killed: outcome.killed += 1
            case .timedOut:
                outcome.killed += 1
                outcome.timedOut += 1
            case .survived: outcome.survivors.append(mutant)
            // A fault that does not compile does not count; one that was not run is missing.
            case .senseless: break
            case nil: outcome.isCutShort = true
            }
        }
        outcome.seconds = MonotonicClock.now - start
        return outcome
    }

    private func check(_ text: [UInt8]) throws {
        do throws(LuaError) { _ = try LuaState().compile(text, named: ChunkName.shown(for: path)) } catch {
            throw MutationError("\(path) does not compile: \(error.message)")
        }
    }

    // MARK: - Without a fault

    private struct Whole {
        var jobs: [TestJob] = []
        var tests = 0
        /// The duration of the longest test, in seconds.
        var longest = 0.0
    }

    /// Runs the tests without a fault, which must pass, and finds those that use the Object.
    private func runWhole(_ real: String) throws -> Whole {
        let reporter = Collector()
        let runner = TestRunner(options: options, reporters: [reporter])
        let outcome = runner.run(files)
        var whole = Whole()
        let used = files.filter { file in
            (outcome.uses[file.path]?.paths ?? []).contains { Files.canonical($0) == real }
        }
        guard !used.isEmpty else {
            throw MutationError(
                "no test loads \(path): name the folder of its tests behind it, or its definition with --contract")
        }
        let paths = Set(used.map(\.path))
        if let problem = reporter.problems.first(where: { paths.contains($0.file) }) {
            throw MutationError("\(problem.file) does not load, also without a fault: \(problem.message)")
        }
        let results = reporter.results.filter { paths.contains($0.file) }
        if let failed = results.first(where: { $0.failure != nil }) {
            let others = results.count { $0.failure != nil } - 1
            throw MutationError(
                "\(failed.placeToShow): \(failed.fullName) fails without a fault"
                    + (others > 0 ? ", and \(others) more: " : ": ") + "mend that first")
        }
        if options.shouldEnd() { throw MutationError("ended by a signal before the first fault") }
        whole.tests = results.count
        whole.longest = results.map(\.seconds).max() ?? 0
        for file in used {
            for bindings in options.products { whole.jobs.append(TestJob(file: file, bindings: bindings)) }
        }
        return whole
    }

    private final class Collector: Reporter {
        var results: [TestResult] = []
        var problems: [TestProblem] = []
        func finished(_ result: TestResult) { results.append(result) }
        func failed(_ problem: TestProblem) { problems.append(problem) }
        func ended(_ summary: TestSummary) {}
    }

    // MARK: - With a fault

    enum Fate: Sendable { case killed, timedOut, survived, senseless }

    /// Runs the tests until one fails.
    private static func fate(of jobs: [TestJob], _ options: TestOptions) -> Fate {
        if let text = options.planted?.text, (try? LuaState().compile(text, named: "mutant")) == nil {
            return .senseless
        }
        var fate = Fate.survived
        for job in jobs {
            FileRun(job: job, options: options, isCancelled: { fate != .survived }) { event in
                switch event {
                case .result(let result):
                    guard let failure = result.failure, fate == .survived else { return }
                    fate = failure.kind == .timeout ? .timedOut : .killed
                case .problem: fate = .killed
                case .ended: break
                }
            }.run()
            if fate != .survived { break }
        }
        return fate
    }
}

/// A file whose text is replaced for the duration of a run.
package struct PlantedFile: Hashable, Sendable {
    /// Its path with links resolved.
    package var path: String
    /// What the file holds.
    package var original: [UInt8]
    /// What tests see in its place.
    package var text: [UInt8]
}

/// Why no mutant can be run; the text says what to do.
package struct MutationError: Error, CustomStringConvertible {
    package var description: String
    init(_ description: String) { self.description = description }
}

/// The fates of mutants; workers take the mutants and fill in the fates.
///
/// `@unchecked Sendable`: all mutable state is accessed only within the monitor.
private final class Tally: @unchecked Sendable {
    private let monitor = Monitor()
    private var next = 0
    private var done = 0
    private var survived = 0
    private var left = 0
    private(set) var fates: [MutationRun.Fate?]

    init(count: Int) { fates = Array(repeating: nil, count: count) }

    func take() -> Int? {
        monitor.locked {
            guard next < fates.count else { return nil }
            next += 1
            return next - 1
        }
    }

    func put(_ fate: MutationRun.Fate, of index: Int) {
        monitor.locked {
            fates[index] = fate
            done += 1
            if fate == .survived { survived += 1 }
            monitor.signal()
        }
    }

    func leave() {
        monitor.locked {
            left += 1
            monitor.signal()
        }
    }

    /// Waits until all workers have left, and reports each mutant that is done.
    func wait(for workers: Int, _ tell: (_ done: Int, _ survived: Int) -> Void) {
        var told = 0
        while true {
            let (done, survived, isOver) = monitor.locked {
                while self.done == told, left < workers { monitor.wait() }
                return (self.done, self.survived, left >= workers)
            }
            if done != told { tell(done, survived) }
            told = done
            if isOver { return }
        }
    }
}
