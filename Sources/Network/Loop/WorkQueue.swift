#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What other threads want done on the loop's thread.
///
/// `@unchecked Sendable`: `pieces` and `isEnded` are only touched while `mutex` is held, everything else is constant.
final class WorkQueue: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var pieces: [@Sendable () -> Void] = []
    private var isEnded = false
    private let wake: @Sendable () -> Void

    /// - Parameter wake: called after a piece was added, from the thread that added it; not after `end`.
    init(wake: @escaping @Sendable () -> Void) {
        self.wake = wake
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func add(_ piece: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isEnded else { return }
        pieces.append(piece)
        wake()
    }

    func takeAll() -> [@Sendable () -> Void] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        defer { pieces = [] }
        return pieces
    }

    /// Takes nothing any more.
    func end() {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        isEnded = true
        pieces = []
    }
}
