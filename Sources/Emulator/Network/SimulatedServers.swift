import CoAP
import LwM2M
import LwM2MClient

final class SimulatedServers {
    init(of module: Module) {}
    func connect(to account: ServerAccount) -> any Connection { SilentConnection(peer: account.uri) }
    var nextDeadline: Double? { nil }
    func advance(to time: Double) {}
}
