import FileSystem
import Threads

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The arguments as the system shows them to all users of this machine, and the cores of a crash.
enum ProgramArguments {
    /// Wipes a secret from the list of processes: the argument that is this text, or `--option=` with it.
    ///
    /// - Returns: whether an argument had it.
    static func wipe(_ secret: String) -> Bool {
        var isFound = false
        // `CommandLine.arguments` is a copy; what the system shows is the memory of these.
        for index in 1..<max(1, Int(CommandLine.argc)) {
            guard let argument = CommandLine.unsafeArgv[index] else { continue }
            let text = String(cString: argument)
            guard text == secret || text.hasPrefix("--") && text.hasSuffix("=" + secret) else { continue }
            isFound = true
            let length = strlen(argument)
            memset(argument + (length - secret.utf8.count), Int32(UInt8(ascii: "*")), secret.utf8.count)
        }
        return isFound
    }

    /// Has the system write no core of a crash: it would hold the keys of Object 0. `XLWM2M_CORE=1` allows it.
    static func forbidCores() {
        guard Environment.value(of: "XLWM2M_CORE") != "1" else { return }
        ProcessLimits.set(0, of: .core)
    }
}
