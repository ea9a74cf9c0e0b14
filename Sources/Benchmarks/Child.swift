#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs a program beside this one.
enum Child {
    /// Runs a program with its output thrown away, and waits for its end.
    ///
    /// - throws: where it cannot be started or ends with another code than 0.
    static func run(_ program: String, _ arguments: [String]) throws {
        let process = try start(program, arguments)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw BenchmarkError(description: "\(program) ended with status \(status)") }
    }

    /// Starts a program without input and with its output thrown away.
    ///
    /// - throws: where it cannot be started.
    static func start(_ program: String, _ arguments: [String]) throws -> pid_t {
        var process = pid_t()
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        guard posix_spawn(&process, program, &actions, nil, &words, environ) == 0 else {
            throw BenchmarkError(description: "\(program) could not be started; scripts/bench builds it")
        }
        return process
    }

    /// The path of a program in the folder of this one.
    static func beside(_ name: String) -> String {
        let own = CommandLine.arguments[0]
        guard let slash = own.lastIndex(of: "/") else { return name }
        return own[...slash] + name
    }
}
