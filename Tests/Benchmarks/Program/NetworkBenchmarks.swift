import Clocks
import CoAP
import Emulator
import LwM2M
import LwM2MClient
import Network
import Products

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Requests a second over loopback, against a loop that only sends each datagram back.
enum NetworkBenchmarks {
    static let all = [
        requests("coap/get-1", outstanding: 1, times: 4_000, to: endpoint),
        requests("coap/get-32", outstanding: 32, times: 20_000, to: endpoint),
    ]

    /// The row for requests to whatever is set to work over a connection, on a loop with a thread of its own.
    static func requests(
        _ name: String, outstanding: Int, times: Int,
        to serve: @escaping @Sendable (UDPConnection, EventLoop) throws -> Void
    ) -> Benchmark {
        Benchmark(name: name) {
            let generator = try LoadGenerator()
            let loop = try EventLoop()
            let connection = UDPConnection(host: "127.0.0.1", port: generator.port, on: loop)
            guard let port = connection.localAddress?.port else { throw BenchmarkError(description: "no connection") }
            try generator.connect(to: port)
            try serve(connection, loop)
            let (time, bare) = try withEcho { echo in
                try running(loop) {
                    try Timing.medians(rounds: 15) {
                        try generator.ask(times, outstanding: outstanding, for: Self.content)
                    } baseline: {
                        try echo.ask(times, outstanding: outstanding, for: Self.get)
                    }
                }
            }
            return Measurement(name: name, value: Double(times) / time, unit: "1/s", baseline: Double(times) / bare)
        }
    }

    /// The code of the answer that has the value, 2.05, and that of the request, which comes back from an echo.
    private static let (content, get): (UInt8, UInt8) = (0x45, 0x01)

    /// An endpoint that answers GET.
    private static func endpoint(_ connection: UDPConnection, on loop: EventLoop) {
        let endpoint = Endpoint(seed: 1) { connection.send($0) }
        let value = CoAPResponse(.content, contentFormat: 0, payload: Array("Manufacturer".utf8))
        connection.onDatagram = {
            endpoint.receive($0, at: loop.now) {
                $0.request.path == ["3", "0", "0"] ? .respond(value) : .ignore
            }
        }
        loop.addDeadlines(next: { endpoint.nextDeadline }, advance: { endpoint.advance(to: $0) })
    }

    /// Runs with a loop at work on a thread of its own.
    private static func running<Result>(_ loop: EventLoop, _ body: () throws -> Result) throws -> Result {
        let perform = loop.perform
        let stop = Stop(loop)
        let thread = try ServingThread { loop.run() }
        defer {
            perform { stop.loop.stop() }
            thread.join()
        }
        return try body()
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

/// GET /3/0/0 a second through the whole client, from the socket to the script and back, against a loop that only sends
/// each datagram back.
enum ClientBenchmarks {
    static let all = [
        NetworkBenchmarks.requests("client/get-1", outstanding: 1, times: 4_000, to: client),
        NetworkBenchmarks.requests("client/get-32", outstanding: 32, times: 20_000, to: client),
    ]

    /// The client of a module with one server at the other end of a connection.
    private static func client(_ connection: UDPConnection, on loop: EventLoop) throws {
        var configuration = ModuleConfiguration()
        // The factory leaves the client of this product off.
        configuration.newModule = .desk
        let module = try Module(configuration)
        module.powerOn()
        module.finishBoot()
        var settings = ClientSettings(endpoint: "urn:imei:\(module.imei)", seed: 1)
        settings.logsMessages = false
        let client = Client(
            module.dataModel, settings: settings, connector: NoServers(), clock: { MonotonicClock.now })
        client.onEvent = { _ in }
        client.adopt(
            ServerAccount(securityInstance: 0, serverInstance: nil, shortServerID: 721, uri: "coap://127.0.0.1"),
            over: connection)
        // The client alone does not keep its module.
        let advance = { (time: Double) in withExtendedLifetime(module) { client.advance(to: time) } }
        loop.addDeadlines(next: { client.nextDeadline }, advance: advance)
    }

    private final class NoServers: ServerConnector {
        func connect(to account: ServerAccount) throws(ServerAccountError) -> any Connection {
            throw ServerAccountError("nobody is contacted here")
        }
    }
}
