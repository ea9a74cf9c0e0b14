import Clocks
package import Lua
import ObjectHost
import Randomness
import Threads

/// Runs test files and informs the reporters.
package struct TestRunner {
    package var options: TestOptions
    private let reporters: [any Reporter]

    package init(options: TestOptions, reporters: [any Reporter]) {
        self.options = options
        self.reporters = reporters
    }

    /// The number of processors available to the program.
    package static var processorCount: Int { WorkerThread.processorCount }

    /// The outcome of a run.
    package struct Outcome: Sendable {
        package var summary = TestSummary()
        /// By the path of the test file.
        package var uses: [String: FileUse] = [:]
        /// The test files with a failure or a problem.
        package var failedFiles: Set<String> = []
        /// The test files without tests, in their order.
        package var emptyFiles: [TestFile] = []
        /// The lines of Objects that ran.
        package var coverage = LineCoverage()
        /// The cost of the functions in scripts.
        package var profile = LuaProfile()
    }

    /// Runs the files on each product and in each round, and reports in the order of the files.
    package func run(_ files: [TestFile]) -> Outcome {
        let start = MonotonicClock.now
        let plan = TestPlan(
            products: options.products.map(\.product), seed: options.seed, rounds: options.rounds,
            startTime: SystemClock().unixTime, target: options.target?.module.description)
        for reporter in reporters { reporter.started(plan) }
        var delivery = Delivery(reporters: reporters, failsFast: options.failsFast)
        let jobs = jobs(for: files)
        if min(options.workers, jobs.count) > 1, options.target == nil {
            runInParallel(jobs, delivery: &delivery)
        } else {
            runInTurn(jobs, delivery: &delivery)
        }
        delivery.outcome.summary.seconds = MonotonicClock.now - start
        delivery.outcome.summary.seed = options.seed
        delivery.outcome.summary.stoppedEarly = delivery.isOver
        if !delivery.isOver, delivery.outcome.summary.files < jobs.count { delivery.outcome.summary.isCutShort = true }
        for reporter in reporters { reporter.ended(delivery.outcome.summary) }
        return delivery.outcome
    }

    /// The tests of the files on the first product, without running any; a file that does not load goes to `problem`,
    /// one without tests to `empty`.
    package func list(
        _ files: [TestFile], problem: (TestProblem) -> Void, empty: (TestFile) -> Void, each: (CollectedTest) -> Void
    ) {
        for job in jobs(for: files)
        where job.round == 1 && job.bindings == options.products.first && !options.shouldEnd() {
            let finder = ObjectFinder(for: job, options: options)
            guard !FileRun.isElsewhere(job, finder, options) else { continue }
            do throws(TestProblem) {
                let session = try TestSession(job, finder: finder, options: options)
                if session.tests.isEmpty { empty(job.file) }
                for test in FileRun.chosen(session.tests, job: job, options: options) { each(test) }
            } catch {
                problem(error)
            }
        }
    }

    private func jobs(for files: [TestFile]) -> [TestJob] {
        var jobs: [TestJob] = []
        for round in 1...max(1, options.rounds) {
            var files = files
            if options.seed != 0 {
                var random = SeededSequence(seed: options.seed &+ UInt64(round - 1))
                files = random.shuffled(files)
            }
            for file in files {
                for bindings in options.products { jobs.append(TestJob(file: file, bindings: bindings, round: round)) }
            }
        }
        return jobs
    }

    // MARK: - Sequential and parallel

    private func runInTurn(_ jobs: [TestJob], delivery: inout Delivery) {
        for job in jobs where !delivery.isOver && !options.shouldEnd() && options.target?.module.isOver != true {
            // The closures share one delivery, which is moved back afterwards.
            let shared = Shared(delivery)
            FileRun(
                job: job, options: options, isCancelled: { shared.delivery.isOver || options.shouldEnd() },
                deliver: { shared.delivery.take($0, of: job) }
            ).run()
            delivery = shared.delivery
        }
    }

    private func runInParallel(_ jobs: [TestJob], delivery: inout Delivery) {
        let queue = JobQueue(jobs, shouldEnd: options.shouldEnd)
        let options = options
        let work: @Sendable () -> Void = {
            while let (index, job) = queue.take() {
                FileRun(
                    job: job, options: options, isCancelled: { queue.isCancelled },
                    deliver: { queue.put($0, of: index) }
                ).run()
            }
        }
        let threads = (0..<min(options.workers, jobs.count)).compactMap { _ in WorkerThread(work) }
        if threads.isEmpty { work() }
        for (index, job) in jobs.enumerated() where !delivery.isOver {
            var events = queue.wait(for: index)
            while !events.isEmpty, !delivery.isOver {
                for event in events where !delivery.isOver { delivery.take(event, of: job) }
                if case .ended = events.last { break }
                events = delivery.isOver ? [] : queue.wait(for: index)
            }
        }
        if delivery.isOver { queue.cancel() }
        for thread in threads { thread.join() }
    }

    private final class Shared {
        var delivery: Delivery
        init(_ delivery: Delivery) { self.delivery = delivery }
    }

    /// Counts events and passes them to the reporters.
    private struct Delivery {
        let reporters: [any Reporter]
        let failsFast: Bool
        var outcome = Outcome()
        var isOver = false

        mutating func take(_ event: TestEvent, of job: TestJob) {
            switch event {
            case .result(let result):
                guard !isOver else { return }
                outcome.summary.add(result)
                if result.failure != nil { fail(job) }
                for reporter in reporters { reporter.finished(result) }
                if isOver { for reporter in reporters { reporter.ended(job) } }
            case .problem(let problem):
                outcome.summary.problems += 1
                fail(job)
                for reporter in reporters { reporter.failed(problem) }
                if isOver { for reporter in reporters { reporter.ended(job) } }
            case .ended(let use):
                outcome.summary.files += 1
                if use.isCutShort, !isOver { outcome.summary.isCutShort = true }
                outcome.uses[job.file.path, default: FileUse()].paths.formUnion(use.paths)
                outcome.uses[job.file.path]?.objects += use.objects
                outcome.coverage.merge(use.coverage)
                outcome.profile.merge(use.profile)
                if use.isEmpty, !outcome.emptyFiles.contains(job.file) {
                    outcome.emptyFiles.append(job.file)
                    if !isOver { for reporter in reporters { reporter.foundEmpty(job.file) } }
                }
                if !isOver { for reporter in reporters { reporter.ended(job) } }
            }
        }

        private mutating func fail(_ job: TestJob) {
            outcome.failedFiles.insert(job.file.path)
            if failsFast { isOver = true }
        }
    }
}
