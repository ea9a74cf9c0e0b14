import CoAP
import LwM2M

/// Somebody who talks to the server from one address, registered or not.
final class Peer {
    let connection: any Connection
    let endpoint: Endpoint
    /// When something came last, on the server's clock.
    var lastHeard: Double
    /// What is observed, with the names of the observations.
    var observations: [Path: ExchangeID] = [:]
    /// The bootstrap that runs; nil for none.
    var bootstrap: BootstrapRun?
    /// What the client that asked for bootstrap calls itself; nil where none did.
    var bootstrapClient: String?

    init(_ connection: any Connection, _ endpoint: Endpoint, at now: Double) {
        self.connection = connection
        self.endpoint = endpoint
        lastHeard = now
    }

    var name: String { connection.peer }
}
