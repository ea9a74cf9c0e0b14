import CoAP
import LwM2MClient

/// A server that does nothing by itself: the test plays it, message by message.
final class LockstepServer: ServerConnector {
    /// All connections that were opened, oldest first.
    private(set) var connections: [LockstepConnection] = []

    func connect(to account: ServerAccount) throws(ServerAccountError) -> any Connection {
        let address = try account.address()
        _ = try account.security()
        let connection = LockstepConnection(peer: "\(address.host):\(address.port)")
        connections.append(connection)
        return connection
    }
}
