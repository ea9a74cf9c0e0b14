#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread that runs one function.
package struct WorkerThread {
    private final class Start: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Deep recursion in scripts uses the C stack; on some systems, threads other than the first get a small one.
    private static let stackSize = 8 << 20
    private let thread: pthread_t

    /// Starts running the function; nil if the system has no more threads.
    package init?(_ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        let start = Unmanaged.passRetained(Start(body))
        #if canImport(Glibc)
            var thread = pthread_t()
            let status = pthread_create(
                &thread, &attributes,
                { context in
                    if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body() }
                    return nil
                }, start.toOpaque())
            guard status == 0 else {
                start.release()
                return nil
            }
            self.thread = thread
        #else
            var thread: pthread_t?
            let status = pthread_create(
                &thread, &attributes,
                { context in
                    Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body()
                    return nil
                }, start.toOpaque())
            guard status == 0, let thread else {
                start.release()
                return nil
            }
            self.thread = thread
        #endif
    }

    /// Waits for the thread to end. Either this or `detach` must be called, once.
    package func join() { pthread_join(thread, nil) }

    /// Lets the thread run on its own.
    package func detach() { pthread_detach(thread) }

    /// The number of processors that the program may use.
    package static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

/// Lets one thread at a time access something, and lets others wait until it is in the state that they need.
///
/// `@unchecked Sendable`: the system objects at two constant addresses are designed to be shared.
package final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let news = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    package init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(news, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(news)
        mutex.deallocate()
        news.deallocate()
    }

    /// Runs a body while no other thread runs one; not reentrant.
    package func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Lets other threads in until a signal comes, or a spurious wake-up; only called from a body.
    package func wait() { pthread_cond_wait(news, mutex) }

    /// Ends the wait of one thread.
    package func signal() { pthread_cond_signal(news) }
}
