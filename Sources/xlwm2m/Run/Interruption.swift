#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Set by a signal. A signal handler may touch nothing but such a variable.
private nonisolated(unsafe) var hasCome: sig_atomic_t = 0

/// Lets a long run end between two files or two runs when the system wants the program to end.
enum Interruption {
    /// From now on; the second signal ends the program at once.
    static func watch() {
        // Whoever started the program may have left a signal blocked.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in Ending.signals {
            signal(number) { number in
                hasCome = 1
                signal(number, SIG_DFL)
            }
            sigaddset(&signals, number)
        }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Whether the run should end.
    static var isDue: Bool { hasCome != 0 }
}
