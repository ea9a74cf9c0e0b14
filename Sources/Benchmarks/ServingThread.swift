#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread that answers while another one asks.
final class ServingThread {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    #if canImport(Glibc)
        private var thread = pthread_t()
    #else
        private var thread: pthread_t?
    #endif

    /// Begins; the closure runs on the new thread, and what it uses belongs to it until `join`.
    init(_ body: @escaping () -> Void) throws {
        let work = Unmanaged.passRetained(Work(body))
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument = argument as UnsafeMutableRawPointer? else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        guard result == 0 else {
            work.release()
            throw BenchmarkError(description: "no thread")
        }
    }

    /// Waits for its end.
    func join() {
        #if canImport(Glibc)
            pthread_join(thread, nil)
        #else
            if let thread { pthread_join(thread, nil) }
        #endif
    }
}
