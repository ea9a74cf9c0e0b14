#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The end of a pipe into which the signal handler writes; -1 while no loop watches signals.
///
/// A signal handler may touch nothing that needs a lock or memory, so this is a plain number. It is written only while no
/// handler is installed that reads it.
private nonisolated(unsafe) var signalPipe: Int32 = -1
/// Set by the handler; a number that a handler may touch.
private nonisolated(unsafe) var hasSignalCome: sig_atomic_t = 0

/// Turns signals into bytes in a pipe. A process has one.
enum SignalWatch {
    /// Has a signal written into a pipe from now on, as one byte with its number.
    static func watch(_ signal: Int32, into writer: Int32) {
        signalPipe = writer
        var action = sigaction()
        let handler: @convention(c) (Int32) -> Void = { number in
            let before = errno
            var byte = UInt8(truncatingIfNeeded: number)
            hasSignalCome = 1
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
        // Whoever started the program may have blocked it, and that is inherited.
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, signal)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Whether a watched signal has come since the start of the program, looked at by a loop already or not.
    static var hasCome: Bool { hasSignalCome != 0 }

    /// Whether whoever started the program wants it to live through a signal, as `nohup` does.
    static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        #if canImport(Glibc)
            let handler = action.__sigaction_handler.sa_handler
        #else
            let handler = action.__sigaction_u.__sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Gives a signal back to the system.
    static func release(_ number: Int32) { signal(number, SIG_DFL) }
}
