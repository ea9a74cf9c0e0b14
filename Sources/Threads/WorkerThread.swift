#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread that runs one function.
public struct WorkerThread {
    private final class Start: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Deep recursion in scripts uses the C stack; other threads than the first get little of it on some systems.
    private static let stackSize = 8 << 20
    private let thread: pthread_t

    /// Begins to run the function; nil where the system has no more threads.
    public init?(_ body: @escaping @Sendable () -> Void) {
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

    /// Waits for its end; called once, or `detach` is.
    public func join() { pthread_join(thread, nil) }

    /// Leaves it alone: it ends by itself.
    public func detach() { pthread_detach(thread) }

    /// The number of processors that the program may use.
    public static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
