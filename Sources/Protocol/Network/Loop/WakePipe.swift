import CSignalFlag
import Threads

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A pipe from a loop to itself: a byte in it wakes the loop, even from a signal handler or another thread.
struct WakePipe {
    let reader: Int32
    let writer: Int32

    /// - throws: the system's error.
    init() throws(NetworkError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw NetworkError(.system, "cannot make a pipe: \(SystemWords.of(errno))") }
        (reader, writer) = (ends[0], ends[1])
        // Reading it would wait forever if it were not set up.
        guard systemSetUp(reader), systemSetUp(writer) else {
            let number = errno
            close()
            throw NetworkError(.system, "cannot set up a pipe: \(SystemWords.of(number))")
        }
    }

    /// Writes a byte; a full pipe wakes the loop anyway.
    func wake(_ byte: UInt8 = 0) {
        var byte = byte
        _ = write(writer, &byte, 1)
    }

    /// Reads all bytes.
    func drain() -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            let count = read(reader, &buffer, buffer.count)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    func close() {
        systemClose(reader)
        systemClose(writer)
    }
}

/// Work from other threads to be done on the loop's thread.
///
/// `@unchecked Sendable`: `pieces` and `isEnded` are touched only within the monitor; everything else is constant.
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

    /// Accepts no more work from now on.
    func end() {
        monitor.locked {
            isEnded = true
            pieces = []
        }
    }
}

/// The end of a pipe into which the signal handler writes; -1 while no loop watches signals.
///
/// A signal handler must not touch anything that needs a lock or allocates memory, so this is a plain number. It is
/// written only while no handler that reads it is installed.
private nonisolated(unsafe) var signalPipe: Int32 = -1

/// Turns signals into bytes in a pipe. There is one per process.
enum SignalWatch {
    /// From now on, writes a signal to a pipe as one byte with its number.
    static func watch(_ signal: Int32, into writer: Int32) {
        signalPipe = writer
        var action = sigaction()
        let handler: @convention(c) (Int32) -> Void = { number in
            let before = errno
            var byte = UInt8(truncatingIfNeeded: number)
            signal_flag_raise(SIGNAL_FLAG_OF_LOOP)
            _ = write(signalPipe, &byte, 1)
            errno = before
        }
        #if canImport(Glibc)
            action.__sigaction_handler.sa_handler = handler
        #else
            action.__sigaction_u.__sa_handler = handler
        #endif
        action.sa_flags = SA_RESTART
        sigaction(signal, &action, nil)
        // The parent process may have blocked the signal, which is inherited.
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, signal)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Whether a watched signal has arrived since the start of the program, whether or not a loop has handled it yet.
    static var hasCome: Bool { signal_flag_is_raised(SIGNAL_FLAG_OF_LOOP) }

    /// Restores the system's default handling of a signal.
    static func release(_ number: Int32) { signal(number, SIG_DFL) }
}
