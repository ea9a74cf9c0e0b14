package import CoAP
package import LwM2M

/// The settings of a client.
package struct ClientSettings {
    /// The Endpoint Client Name, `urn:imei:004999010640000`.
    ///
    /// - Source: LwM2M 1.0.1 §6.3.1.
    package var endpoint: String
    /// The number for bindings with SMS; empty if there is none.
    package var msisdn = ""
    var retry = RetryPolicy()
    /// The settings of servers by Short Server ID.
    package var servers: [ShortServerID: ServerSettings] = [:]
    /// The settings of servers that have none of their own.
    package var defaults = ServerSettings()
    /// Whether the client bootstraps at its start although it has servers, because those of its operator are missing.
    package var bootstrapsAtStart = false
    /// The seed for tokens and message ids.
    package var seed: UInt64
    /// The settings of the message layer.
    package var transmission = EndpointSettings()
    /// Seconds on a clock of the machine, to measure how long messages took; nil for the clock of the device.
    package var stopwatch: (() -> Double)?
    /// Whether each message gets a line in the log.
    package var logsMessages = true
    /// Whether those lines include the payloads in readable form.
    package var isVerbose = false

    package init(endpoint: String, seed: UInt64) {
        self.endpoint = endpoint
        self.seed = seed
    }

    /// The settings of one server.
    package subscript(_ server: ShortServerID) -> ServerSettings { servers[server] ?? defaults }
}

/// How the client treats one server beyond what Objects 0 and 1 say: the part of `+ULWM2MCONFIG` that concerns it.
package struct ServerSettings: Hashable, Sendable {
    /// Whether a failed registration leads to a bootstrap, whatever the state of other servers.
    package var bootstrapsOnFailure = false
    /// Whether the client registers at each start, even if a registration of an earlier run may still be valid.
    package var registersAtStart = true
    /// Whether the client leaves the server alone.
    package var isDisabled = false
    /// Whether nothing is sent to the server while a bootstrap is running or about to begin with the client, because it
    /// may rewrite the account. A server that the bootstrap does not know about does not wait.
    package var waitsForBootstrap = true
    package var renewal = RenewalPoint.nearEnd
    /// How long the client can be reached; nil to follow the binding.
    package var reachability: ReachabilityPolicy?

    package init() {}
}

/// How long the client can be reached after a message, in seconds. After that the connection is suspended: requests are
/// ignored until the client has something to send; then it continues where it was.
///
/// - Source: LwM2M 1.0.1 §5.3.1.1; UBX-18068860 R09 §3.6, §5.2.
package struct ReachabilityPolicy: Hashable, Sendable {
    /// From the last message; nil means forever.
    package var afterMessage: Double?
    /// From a Register or Update that neither a request of the server nor a notification followed; nil means the same
    /// as `afterMessage`.
    package var afterRegistration: Double?

    package init(afterMessage: Double? = nil, afterRegistration: Double? = nil) {
        self.afterMessage = afterMessage
        self.afterRegistration = afterRegistration
    }

    /// Binding U: at any time.
    package static let always = ReachabilityPolicy()

    /// Binding UQ: asleep after MAX_TRANSMIT_WAIT without a message.
    static let queued = ReachabilityPolicy(afterMessage: 93)

    /// When the connection is suspended; nil means never.
    ///
    /// - Parameters:
    ///   - registration: when the last Register or Update was acknowledged.
    ///   - exchange: when the last other message went in either direction.
    func end(registration: Double, exchange: Double?) -> Double? {
        guard let afterMessage else { return nil }
        let first = registration + (afterRegistration ?? afterMessage)
        return exchange.map { max(first, $0 + afterMessage) } ?? first
    }
}

/// Opens the connections of the client by account: the owner decides how each server is contacted.
package protocol ServerConnector: AnyObject {
    /// Begins a connection to the server of an account.
    ///
    /// - throws: why there can be no connection.
    func connect(to account: ServerAccount) throws(ServerAccountError) -> any Connection

    /// Whether messages of the account go over the network, and so get lines in the log.
    func isOnWire(_ account: ServerAccount) -> Bool
}

extension ServerConnector {
    package func isOnWire(_ account: ServerAccount) -> Bool { true }
}
