import CoAP
import Network

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Requests a second over loopback, against a loop that only sends each datagram back.
enum NetworkBenchmarks {
    static let all = [
        Benchmark(name: "coap/get-1") { try measure("coap/get-1", outstanding: 1, times: 4_000) },
        Benchmark(name: "coap/get-32") { try measure("coap/get-32", outstanding: 32, times: 20_000) },
    ]

    private static func measure(_ name: String, outstanding: Int, times: Int) throws -> Measurement {
        let (time, bare) = try withEcho { echo in
            try withEndpoint { endpoint in
                try Timing.medians(rounds: 15) {
                    try endpoint.ask(times, outstanding: outstanding)
                } baseline: {
                    try echo.ask(times, outstanding: outstanding)
                }
            }
        }
        return Measurement(name: name, value: Double(times) / time, unit: "1/s", baseline: Double(times) / bare)
    }

    /// Runs with an endpoint that answers GET on a thread of its own, over a connection on a loop.
    private static func withEndpoint<Result>(_ body: (LoadGenerator) throws -> Result) throws -> Result {
        let generator = try LoadGenerator()
        let loop = try EventLoop()
        let connection = UDPConnection(host: "127.0.0.1", port: generator.port, on: loop)
        guard let port = connection.localAddress?.port else { throw BenchmarkError(description: "no connection") }
        try generator.connect(to: port)
        let endpoint = Endpoint(seed: 1) { connection.send($0) }
        let value = CoAPResponse(.content, contentFormat: 0, payload: Array("Manufacturer".utf8))
        endpoint.onRequest = { $0.request.path == ["3", "0", "0"] ? .respond(value) : .ignore }
        connection.onDatagram = { endpoint.receive($0, at: loop.now) }
        loop.addDeadlines(next: { endpoint.nextDeadline }, advance: { endpoint.advance(to: $0) })
        let perform = loop.perform
        let stop = Stop(loop)
        let thread = try ServingThread { loop.run() }
        defer {
            perform { stop.loop.stop() }
            thread.join()
        }
        return try body(generator)
    }

    /// Carries a loop into the closure that ends it there.
    ///
    /// `@unchecked Sendable`: only the thread that runs the loop looks into it.
    private final class Stop: @unchecked Sendable {
        let loop: EventLoop
        init(_ loop: EventLoop) { self.loop = loop }
    }

    /// Runs with a bare loop that sends everything back, on a thread of its own, until an empty datagram comes.
    private static func withEcho<Result>(_ body: (LoadGenerator) throws -> Result) throws -> Result {
        let generator = try LoadGenerator()
        let descriptor = try Loopback.socket()
        defer { close(descriptor) }
        try Loopback.connect(descriptor, to: generator.port)
        try generator.connect(to: Loopback.port(of: descriptor))
        let thread = try ServingThread {
            var buffer = [UInt8](repeating: 0, count: 2048)
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                if count == 0 { return }
                if count > 0 { _ = send(descriptor, buffer, count, 0) }
            }
        }
        defer {
            generator.finish()
            thread.join()
        }
        return try body(generator)
    }
}
