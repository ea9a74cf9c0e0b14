#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs a program alongside this one.
enum Child {
    /// Runs a program, discards its output, and waits for it to end.
    ///
    /// - throws: if it cannot be started or exits with a code other than 0.
    static func run(_ program: String, _ arguments: [String]) throws {
        let process = try start(program, arguments)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw BenchmarkError(description: "\(program) ended with status \(status)") }
    }

    /// Starts a program and by default discards its output.
    ///
    /// - Parameters:
    ///   - input: a file; by default nothing.
    ///   - output: a file.
    /// - throws: if it cannot be started.
    static func start(
        _ program: String, _ arguments: [String], input: String = "/dev/null", output: String = "/dev/null"
    ) throws -> pid_t {
        var process = pid_t()
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        guard posix_spawn(&process, program, &actions, nil, &words, environ) == 0 else {
            throw BenchmarkError(description: "\(program) could not be started; scripts/bench builds it")
        }
        return process
    }

    /// The path of a program in the same folder as this one.
    static func beside(_ name: String) -> String {
        let own = CommandLine.arguments[0]
        guard let slash = own.lastIndex(of: "/") else { return name }
        return own[...slash] + name
    }
}

/// A module in its own program, reached over a pseudoterminal.
final class SerialChild {
    private let process: pid_t
    private let port: Int32
    private let link: String

    /// - throws: if it cannot be started or opens no port within 10 s.
    init() throws {
        link = "/tmp/xlwm2m-bench-\(getpid())"
        process = try Child.start(Child.beside("xlwm2m"), ["run", "--at", "pty=\(link)"])
        var port: Int32 = -1
        for _ in 0..<1000 where port < 0 {
            port = open(link, O_RDWR | O_NOCTTY)
            if port < 0 { usleep(10_000) }
        }
        self.port = port
        guard port >= 0 else {
            end()
            throw BenchmarkError(description: "the module opened no port")
        }
    }

    /// Sends a command and waits for its OK.
    ///
    /// - throws: if the port closes.
    func ask(_ command: String) throws {
        let bytes = Array(command.utf8)
        _ = write(port, bytes, bytes.count)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while !answer.suffix(4).elementsEqual("OK\r\n".utf8) {
            let count = read(port, &buffer, buffer.count)
            guard count > 0 else { throw BenchmarkError(description: "the port ended") }
            answer += buffer[..<count]
        }
    }

    func end() {
        if port >= 0 { close(port) }
        kill(process, SIGTERM)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
