import Threads

/// What other threads want done on the loop's thread.
///
/// `@unchecked Sendable`: `pieces` and `isEnded` are touched within the monitor alone, everything else is constant.
final class WorkQueue: @unchecked Sendable {
    private let monitor = Monitor()
    private var pieces: [@Sendable () -> Void] = []
    private var isEnded = false
    private let wake: @Sendable () -> Void

    /// - Parameter wake: called after a piece was added, from the thread that added it; not after `end`.
    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    func add(_ piece: @escaping @Sendable () -> Void) {
        monitor.locked {
            guard !isEnded else { return }
            pieces.append(piece)
            wake()
        }
    }

    func takeAll() -> [@Sendable () -> Void] {
        monitor.locked {
            defer { pieces = [] }
            return pieces
        }
    }

    /// Takes nothing any more.
    func end() {
        monitor.locked {
            isEnded = true
            pieces = []
        }
    }
}
