#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Set by a signal. A signal handler may touch nothing but such a variable.
private nonisolated(unsafe) var hasCome: sig_atomic_t = 0

/// Lets a long run end between two files when the system wants the program to end, so that each file is whole.
enum Interruption {
    /// From now on; the second signal ends the program at once.
    static func watch() {
        for number in Ending.signals {
            signal(number) { number in
                hasCome = 1
                signal(number, SIG_DFL)
            }
        }
    }

    /// Whether the run should end.
    static var isDue: Bool { hasCome != 0 }
}
