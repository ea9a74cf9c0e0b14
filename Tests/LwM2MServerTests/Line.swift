import CoAP

/// One end of a way in memory: what is sent arrives when the test settles it.
final class Line: Connection {
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    var state = ConnectionState.open
    let peer: String
    var sent: [[UInt8]] = []
    private(set) var isClosed = false

    init(_ peer: String) { self.peer = peer }
    func send(_ datagram: [UInt8]) { sent.append(datagram) }
    func close() { isClosed = true }
}
