import CSignalFlag

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Lets a long run end between two files or two runs when the system asks the program to end.
package enum Interruption {
    /// The signals with which the system ends a program, except those that the parent process wants it to survive.
    package static var signals: [Int32] { [SIGTERM, SIGINT] + (isIgnored(SIGHUP) ? [] : [SIGHUP]) }

    /// Watches from now on; the second signal ends the program at once.
    package static func watch() {
        // The parent process may have left a signal blocked.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in Self.signals {
            signal(number) { number in
                signal_flag_raise(SIGNAL_FLAG_OF_RUN)
                signal(number, SIG_DFL)
            }
            sigaddset(&signals, number)
        }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Whether the run should end; any thread may ask.
    package static var isDue: Bool { signal_flag_is_raised(SIGNAL_FLAG_OF_RUN) }

    /// Whether the parent process wants the program to survive a signal, as `nohup` does.
    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        #if canImport(Glibc)
            let handler = action.__sigaction_handler.sa_handler
        #else
            let handler = action.__sigaction_u.__sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
