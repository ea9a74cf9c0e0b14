/// The way to one peer that carries datagrams. Everything happens on the loop that owns it, without waiting.
public protocol Connection: AnyObject {
    /// Receives each datagram of the peer.
    var onDatagram: (([UInt8]) -> Void)? { get set }
    /// Receives each change of the state, once a change.
    var onState: ((ConnectionState) -> Void)? { get set }
    var state: ConnectionState { get }
    /// Who the peer is, for the log: `127.0.0.1:5684`.
    var peer: String { get }

    /// Sends a datagram; before the connection is open it is kept until then.
    func send(_ datagram: [UInt8])
    /// Ends the connection, with a farewell where the transport has one; no call of `onState` follows.
    func close()
}
