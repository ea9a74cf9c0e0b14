public import CoAP

/// A connection that records what goes over it.
public final class RecordingConnection: Connection {
    public var onDatagram: (([UInt8]) -> Void)?
    public var onState: ((ConnectionState) -> Void)?
    public var state: ConnectionState { link.state }
    public var peer: String { link.peer }

    private let link: any Connection
    private let record: (_ direction: CapturedDatagram.Direction, _ datagram: [UInt8]) -> Void

    /// Takes over a connection; nobody else may use it.
    ///
    /// - Parameters:
    ///   - record: hears of each datagram before it has any effect.
    ///   - delivered: hears that a datagram of the peer has had its effect.
    public init(
        _ link: any Connection, record: @escaping (CapturedDatagram.Direction, [UInt8]) -> Void,
        delivered: (() -> Void)? = nil
    ) {
        self.link = link
        self.record = record
        link.onDatagram = { [weak self] datagram in
            self?.record(.inbound, datagram)
            self?.onDatagram?(datagram)
            delivered?()
        }
        link.onState = { [weak self] state in self?.onState?(state) }
    }

    public func send(_ datagram: [UInt8]) {
        record(.outbound, datagram)
        link.send(datagram)
    }

    public func close() { link.close() }
}
