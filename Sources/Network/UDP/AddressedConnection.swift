public import CoAP

/// A connection whose ends have addresses, for a recording.
public protocol AddressedConnection: Connection {
    /// The address at this end; nil before the connection is open.
    var localAddress: DatagramAddress? { get }
    /// The address of the peer; nil before the connection is open.
    var remoteAddress: DatagramAddress? { get }
}

extension UDPConnection: AddressedConnection {}
