#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Lets one thread at a time touch something, and others wait until it is as they want it.
///
/// `@unchecked Sendable`: the system's own objects at two constant addresses are made to be shared.
public final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let news = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    public init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(news, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(news)
        mutex.deallocate()
        news.deallocate()
    }

    /// Runs a body while no other thread is in one; a body must not enter again.
    public func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Lets the others in until a signal comes, or for no reason at all; only called from a body.
    public func wait() { pthread_cond_wait(news, mutex) }

    /// Ends the wait of one thread.
    public func signal() { pthread_cond_signal(news) }
}
