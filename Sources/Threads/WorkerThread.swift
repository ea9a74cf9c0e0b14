#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread that runs one function.
struct WorkerThread {
    private final class Start: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Deep recursion in scripts uses the C stack; other threads than the first get little of it on some systems.
    private static let stackSize = 8 << 20
    private let thread: pthread_t

    /// Nil where the system has no more threads.
    init?(_ body: @escaping @Sendable () -> Void) {
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

    /// Waits for its end.
    func join() { pthread_join(thread, nil) }

    /// The number of processors that the program may use.
    static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
