package import ObjectHost
import Threads

/// Files to run, taken by workers one at a time, and their events, delivered in the order of the files.
///
/// `@unchecked Sendable`: all mutable state is accessed only within the monitor.
final class JobQueue: @unchecked Sendable {
    private let monitor = Monitor()
    private let jobs: [TestJob]
    private let shouldEnd: () -> Bool
    private var nextJob = 0
    private var events: [[TestEvent]]
    private var isEnded: [Bool]
    private var awaited = 0
    private var cancelled = false

    /// - Parameter shouldEnd: called on the thread of a worker that checks; once it is true, the run is cancelled.
    init(_ jobs: [TestJob], shouldEnd: @escaping () -> Bool) {
        self.jobs = jobs
        self.shouldEnd = shouldEnd
        events = Array(repeating: [], count: jobs.count)
        isEnded = Array(repeating: false, count: jobs.count)
    }

    /// The next file to run; nil if there is none left or the run was cancelled.
    func take() -> (index: Int, job: TestJob)? {
        monitor.locked {
            if !cancelled, nextJob < jobs.count, shouldEnd() {
                cancelled = true
                monitor.signal()
            }
            guard !cancelled, nextJob < jobs.count else { return nil }
            nextJob += 1
            return (nextJob - 1, jobs[nextJob - 1])
        }
    }

    /// Tells workers to stop after their current test.
    func cancel() { monitor.locked { cancelled = true } }

    var isCancelled: Bool { monitor.locked { cancelled } || shouldEnd() }

    /// Adds an event for a file.
    func put(_ event: TestEvent, of index: Int) {
        monitor.locked {
            events[index].append(event)
            if case .ended = event { isEnded[index] = true }
            if index == awaited { monitor.signal() }
        }
    }

    /// Waits for events of a file; empty once all have been delivered.
    func wait(for index: Int) -> [TestEvent] {
        monitor.locked {
            awaited = index
            while events[index].isEmpty && !isEnded[index] && !(cancelled && nextJob <= index) {
                monitor.wait()
            }
            defer { events[index] = [] }
            return events[index]
        }
    }
}

/// One test file on one product, once.
package struct TestJob: Hashable, Sendable {
    package var file: TestFile
    /// The product that the device represents.
    package var bindings: ScriptBindings
    /// The repetition, counted from 1.
    package var round: Int

    package init(file: TestFile, bindings: ScriptBindings, round: Int = 1) {
        self.file = file
        self.bindings = bindings
        self.round = round
    }

    /// The name of the product.
    package var product: String { bindings.product }
}

/// What a worker reports about one file.
enum TestEvent: Sendable {
    case result(TestResult)
    case problem(TestProblem)
    /// The file is done.
    case ended(FileUse)
}
