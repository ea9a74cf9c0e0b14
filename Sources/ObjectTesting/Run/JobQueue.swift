#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files to run, taken by workers one at a time, and their events, handed out in the order of the files.
///
/// All that is shared is touched under the one lock, which makes it safe to pass between threads.
final class WorkQueue: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let news = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let jobs: [TestJob]
    private var nextJob = 0
    private var events: [[TestEvent]]
    private var isEnded: [Bool]
    private var awaited = 0
    private var cancelled = false

    init(_ jobs: [TestJob]) {
        self.jobs = jobs
        events = Array(repeating: [], count: jobs.count)
        isEnded = Array(repeating: false, count: jobs.count)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(news, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        pthread_cond_destroy(news)
        lock.deallocate()
        news.deallocate()
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }

    /// The next file to run; nil when there is none, or the run was cancelled.
    func take() -> (index: Int, job: TestJob)? {
        locked {
            guard !cancelled, nextJob < jobs.count else { return nil }
            nextJob += 1
            return (nextJob - 1, jobs[nextJob - 1])
        }
    }

    /// Tells workers to stop after the test that they are at.
    func cancel() { locked { cancelled = true } }

    var isCancelled: Bool { locked { cancelled } }

    /// Adds an event of a file.
    func put(_ event: TestEvent, of index: Int) {
        locked {
            events[index].append(event)
            if case .ended = event { isEnded[index] = true }
            if index == awaited { pthread_cond_signal(news) }
        }
    }

    /// Waits for events of a file; empty when all were handed out.
    func wait(for index: Int) -> [TestEvent] {
        locked {
            awaited = index
            while events[index].isEmpty && !isEnded[index] && !(cancelled && nextJob <= index) {
                pthread_cond_wait(news, lock)
            }
            defer { events[index] = [] }
            return events[index]
        }
    }
}
