/// Opens connections. The edge implements it with sockets, tests with an in-memory link.
public protocol Connector: AnyObject {
    /// Begins a connection; it answers at once, and `onState` says when it is open or why it failed.
    ///
    /// - Parameters:
    ///   - host: an IPv4 or IPv6 address, without brackets, or a host name.
    ///   - port: 1...65535.
    func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection
}
