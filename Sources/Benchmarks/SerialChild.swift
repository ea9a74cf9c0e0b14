#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A module in a program of its own, reached over a pseudoterminal.
final class SerialChild {
    private let process: pid_t
    private let port: Int32
    private let link: String

    /// - throws: where it cannot be started or opens no port within 10 s.
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
    /// - throws: where the port ends.
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
