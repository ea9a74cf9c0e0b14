import Threads

/// A thread that answers while another one asks.
final class ServingThread {
    /// `@unchecked Sendable`: what the closure uses belongs to the thread until `join`.
    private final class Work: @unchecked Sendable {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    private let thread: WorkerThread

    /// Begins; the closure runs on the new thread, and what it uses belongs to it until `join`.
    init(_ body: @escaping () -> Void) throws {
        let work = Work(body)
        guard let thread = WorkerThread({ work.body() }) else { throw BenchmarkError(description: "no thread") }
        self.thread = thread
    }

    /// Waits for its end.
    func join() { thread.join() }
}
