import CoAP
import Emulator
import LwM2M
import LwM2MClient
import Modem
import Network

/// GET /3/0/0 a second through the whole client, from the socket to the script and back, against a loop that only sends
/// each datagram back.
enum ClientBenchmarks {
    static let all = [
        Benchmark(name: "client/get-1") { try measure("client/get-1", outstanding: 1, times: 4_000) },
        Benchmark(name: "client/get-32") { try measure("client/get-32", outstanding: 32, times: 20_000) },
    ]

    private static func measure(_ name: String, outstanding: Int, times: Int) throws -> Measurement {
        let (time, bare) = try NetworkBenchmarks.withEcho { echo in
            try withClient { client in
                try Timing.medians(rounds: 15) {
                    try client.ask(times, outstanding: outstanding)
                } baseline: {
                    try echo.ask(times, outstanding: outstanding)
                }
            }
        }
        return Measurement(name: name, value: Double(times) / time, unit: "1/s", baseline: Double(times) / bare)
    }

    /// Runs with a module whose client serves one server, on a thread of its own.
    private static func withClient<Result>(_ body: (LoadGenerator) throws -> Result) throws -> Result {
        let generator = try LoadGenerator()
        let module = try Module(ModuleConfiguration())
        module.powerOn()
        module.finishBoot()
        let loop = try EventLoop()
        let connection = UDPConnection(host: "127.0.0.1", port: generator.port, on: loop)
        guard let port = connection.localAddress?.port else { throw BenchmarkError(description: "no connection") }
        try generator.connect(to: port)
        var settings = ClientSettings(endpoint: "urn:imei:\(module.imei)", seed: 1)
        settings.logsMessages = false
        let client = Client(
            module.dataModel, settings: settings, connector: NoServers(), clock: { MonotonicClock.now })
        client.onEvent = { _ in }
        client.adopt(
            ServerAccount(securityInstance: 0, serverInstance: nil, shortServerID: 721, uri: "coap://127.0.0.1"),
            over: connection)
        loop.addDeadlines(next: { client.nextDeadline }, advance: { client.advance(to: $0) })
        return try NetworkBenchmarks.running(loop) { try body(generator) }
    }

    private final class NoServers: ServerConnector {
        func connect(to account: ServerAccount) throws(ServerAccountError) -> any Connection {
            throw ServerAccountError("nobody is contacted here")
        }
    }
}
