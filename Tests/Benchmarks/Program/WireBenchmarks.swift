import CWire
import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program as a user runs it, `xlwm2m run --server`, queried by a server in C; the baseline is a client in C that
/// answers each request with a constant.
enum WireBenchmarks {
    static let all =
        [
            Row(name: "wire/read-1", path: "3/0/0", outstanding: 1),
            Row(name: "wire/read-32", path: "3/0/0", outstanding: 32),
            Row(name: "wire/read-32-log", path: "3/0/0", outstanding: 32, isLogged: true),
            Row(name: "wire/read-instance-32", path: "3/0", outstanding: 32),
            Row(name: "wire/read-lua-32", path: "3300/0/5700", outstanding: 32, hasSensor: true),
            Row(
                name: "wire/write-lua-32", path: "3300/0/5750", values: ["Oven", "Room"], outstanding: 32,
                hasSensor: true),
            Row(
                name: "wire/read-instance-32-beside-lua", path: "3/0", outstanding: 32,
                work: LimitWork(
                    function: "read", resources: [0, 1, 2, 3, 6, 7, 8, 9, 10, 11] + Array(13...22),
                    object: "objects/object_device.lua")),
            Row(
                name: "wire/read-lua-32-beside-lua", path: "3300/0/5700", outstanding: 32, hasSensor: true,
                work: LimitWork(function: "read", resources: [5700], object: PlainLua.sensor)),
            Row(
                name: "wire/write-lua-32-beside-lua", path: "3300/0/5750", values: ["Oven", "Room"], outstanding: 32,
                hasSensor: true, work: LimitWork(function: "write", resources: [5750], object: PlainLua.sensor)),
            Row(name: "wire/read-32-observed-100", path: "3/0/0", outstanding: 32, observations: 100),
            Row(name: "wire/read-32-servers-8", path: "3/0/0", outstanding: 32, servers: 8),
            Row(name: "wire/dtls-1", path: "3/0/0", outstanding: 1, isSecure: true),
            Row(name: "wire/dtls-32", path: "3/0/0", outstanding: 32, isSecure: true),
        ].map(\.benchmark) + [Benchmark(name: "wire/notify", run: notifications)]

    private static let seconds = 1.0
    private static let rounds = 5
    private static let key = "0123456789abcdef"

    /// One row of the table.
    private struct Row: Sendable {
        var name: String
        var path: String
        var values: [String] = []
        var outstanding: Int
        var isLogged = false
        var hasSensor = false
        var observations = 0
        var servers = 1
        var isSecure = false
        /// What the client in C does, too; nil for nothing but the answer.
        var work: LimitWork?

        var benchmark: Benchmark {
            Benchmark(name: name) {
                var rates: [Double] = []
                var limits: [Double] = []
                for _ in 0..<rounds {
                    limits.append(
                        try WireServer(key: isSecure ? key : nil).measure(
                            path, values, outstanding: outstanding, seconds: seconds
                        ) { try WireClient.limit(port: $0, key: isSecure ? key : nil, work: work) })
                    rates.append(
                        try WireServer(key: isSecure ? key : nil).measure(
                            path, values, outstanding: outstanding, observations: observations, seconds: seconds
                        ) {
                            try WireClient.module(
                                port: $0, key: isSecure ? key : nil, isLogged: isLogged, hasSensor: hasSensor,
                                servers: servers)
                        })
                }
                return Measurement(
                    name: name, value: Sample(rates), unit: "1/s", baseline: Sample(limits))
            }
        }
    }

    /// The Lua that the client in C calls for each request: a function of an Object, once for each Resource.
    fileprivate struct LimitWork: Sendable {
        var function: String
        var resources: [Int]
        /// The file of the Object, `objects/object_device.lua`.
        var object: String

        var words: [String] {
            let files = PlainLua.modules + [object]
            return [function, resources.map(String.init).joined(separator: ",")]
                + files.map { "\(Corpus.checkout)/\($0)" }
        }
    }

    /// Notifications per second from a hundred observations of a Resource that a server writes repeatedly.
    private static func notifications() throws -> Measurement {
        let rates = try (0..<rounds).map { _ in
            try WireServer(key: nil).notifications(
                of: "3300/0/5750", ["Oven", "Room"], observations: 100, seconds: seconds
            ) { try WireClient.module(port: $0, hasSensor: true) }
        }
        return Measurement(name: "wire/notify", value: Sample(rates), unit: "1/s", baseline: nil)
    }
}

/// The server end of a measurement, in C.
final class WireServer {
    private let wire: OpaquePointer

    /// - Parameter key: the pre-shared key as text; nil for no DTLS.
    init(key: String?) throws {
        let bytes = key.map { Array($0.utf8) }
        guard let wire = wire_open(bytes, Int32(bytes?.count ?? 0)) else {
            throw BenchmarkError(description: "no port")
        }
        self.wire = wire
        wire_pin(0, 0)
    }

    deinit {
        wire_pin(0, -1)
        wire_close(wire)
    }

    /// Answers per second.
    func measure(
        _ path: String, _ values: [String], outstanding: Int, observations: Int = 0, seconds: Double,
        client: (UInt16) throws -> WireClient
    ) throws -> Double {
        try asked(client) {
            if observations > 0, wire_observe(wire, path, Int32(observations)) != 0 {
                throw BenchmarkError(description: "an observation was refused")
            }
            return try result(path, values) { request, result in
                wire_ask(wire, request, Int32(outstanding), seconds, result)
            }
        }
    }

    /// Notifications per second.
    func notifications(
        of path: String, _ values: [String], observations: Int, seconds: Double, client: (UInt16) throws -> WireClient
    ) throws -> Double {
        try asked(client) {
            guard wire_observe(wire, path, Int32(observations)) == 0 else {
                throw BenchmarkError(description: "an observation was refused")
            }
            return try result(path, values) { request, result in
                wire_notify(wire, request, Int32(observations), seconds, result)
            }
        }
    }

    private func asked(_ client: (UInt16) throws -> WireClient, _ body: () throws -> Double) throws -> Double {
        let client = try client(wire_port(wire))
        defer { client.end() }
        guard wire_await(wire, 10) == 0 else { throw BenchmarkError(description: "nobody registered within 10 s") }
        return try body()
    }

    private func result(
        _ path: String, _ values: [String],
        _ body: (UnsafePointer<wire_request>, UnsafeMutablePointer<wire_result>) -> Int32
    ) throws -> Double {
        let texts = ([path] + values).map { strdup($0) }
        defer { for text in texts { free(text) } }
        var request = wire_request()
        request.method = values.isEmpty ? 1 : 3
        request.path = UnsafePointer(texts[0])
        if values.count == 2 { request.values = (UnsafePointer(texts[1]), UnsafePointer(texts[2])) }
        var result = wire_result()
        guard body(&request, &result) == 0 else { throw BenchmarkError(description: "nobody answers any more") }
        guard result.bad == 0 else {
            throw BenchmarkError(description: "\(result.bad) answers were refusals or missing")
        }
        return result.per_second
    }
}

/// A client under measurement, running as its own program on the second core.
struct WireClient {
    private let process: pid_t
    private let scratch: Scratch?

    /// Files used by the client, deleted along with it.
    private final class Scratch {
        let commands: String
        let log: String

        init(_ text: String) throws {
            let folder = Environment.value(of: "TMPDIR") ?? "/tmp"
            (commands, log) = ("\(folder)/xlwm2m-bench-\(getpid()).in", "\(folder)/xlwm2m-bench-\(getpid()).log")
            try Files.write(Array(text.utf8), to: commands)
        }

        deinit {
            unlink(commands)
            unlink(log)
        }
    }

    /// The client in C.
    fileprivate static func limit(port: UInt16, key: String?, work: WireBenchmarks.LimitWork?) throws -> WireClient {
        let words = ["\(port)", key ?? "-"] + (work?.words ?? [])
        return WireClient(process: try Child.start(Child.beside("wire-limit"), words), scratch: nil)
    }

    /// The program.
    static func module(
        port: UInt16, key: String? = nil, isLogged: Bool = false, hasSensor: Bool = false, servers: Int = 1
    ) throws -> WireClient {
        var words = ["run", "--server", "coap\(key == nil ? "" : "s")://127.0.0.1:\(port)", "--lifetime", "3600"]
        if let key { words += ["--psk", "str:" + key, "--psk-identity", "bench"] }
        if !isLogged { words.append("--quiet") }
        if hasSensor { words.append("--all-objects") }
        var commands: [String] = hasSensor ? ["create /3300/0"] : []
        for server in 1..<servers {
            // Nothing listens on port 9, so these connections are retried again and again.
            commands.append("create /0/\(100 + server) 0=coap://127.0.0.1:9 1=false 2=3 10=\(200 + server)")
            commands.append("create /1/\(100 + server) 0=\(200 + server) 1=3600 7=U")
        }
        let scratch = try Scratch(commands.map { $0 + "\n" }.joined())
        let process = try Child.start(
            Child.beside("xlwm2m"), words, input: scratch.commands, output: isLogged ? scratch.log : "/dev/null")
        wire_pin(process, 1)
        return WireClient(process: process, scratch: scratch)
    }

    func end() {
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
