/// A connection to one peer that carries datagrams. Everything happens on the loop that owns it, without blocking.
package protocol Connection: AnyObject {
    /// Called with each datagram from the peer.
    var onDatagram: (([UInt8]) -> Void)? { get set }
    /// Called with each change of state, once per change.
    var onState: ((ConnectionState) -> Void)? { get set }
    var state: ConnectionState { get }
    /// Who the peer is, for the log: `127.0.0.1:5684`.
    var peer: String { get }

    /// Sends a datagram; it is kept until the connection is open.
    func send(_ datagram: [UInt8])
    /// Ends the connection, with a farewell if the transport has one; `onState` is not called afterwards.
    func close()
}

/// A connection that carries nothing: it could not be established, or its peer never answers.
package final class DeadConnection: Connection {
    package var onDatagram: (([UInt8]) -> Void)?
    package var onState: ((ConnectionState) -> Void)?
    package let state: ConnectionState
    package let peer: String

    /// - Parameter state: `failed` if it could not be established, `open` if its peer never answers.
    package init(peer: String, state: ConnectionState) {
        self.peer = peer
        self.state = state
    }

    package func send(_ datagram: [UInt8]) {}
    package func close() {}
}

/// The state of a connection.
package enum ConnectionState: Hashable, Sendable {
    /// The handshake is under way.
    case opening
    case open
    /// It ended, or could not be established; the text says why and what to do.
    case failed(String)
}

/// How a connection is protected.
///
/// - Source: LwM2M 1.0.1 §7.1, appendix E.1.1.
package enum ConnectionSecurity: Hashable, Sendable {
    /// UDP alone.
    case none
    /// DTLS 1.2 with a pre-shared key: identity of up to 128 bytes, key of up to 64.
    case preSharedKey(identity: [UInt8], key: [UInt8])
}

/// Opens connections. The network layer implements it with sockets, tests with an in-memory link.
package protocol Connector: AnyObject {
    /// Begins a connection and returns it at once; `onState` says when it is open or why it failed.
    ///
    /// - Parameters:
    ///   - host: an IPv4 or IPv6 address, without brackets, or a host name.
    ///   - port: 1...65535.
    func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection
}
