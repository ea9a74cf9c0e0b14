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
