import CoAP

/// A UDP connection over a network that is worse than the one that there is: `--net`.
final class ConditionedConnection: AddressedConnection {
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    var onTraffic: ((CapturedDatagram.Direction, [UInt8]) -> Void)?
    var onDelivered: (() -> Void)?
    var state: ConnectionState { socket.state }
    var peer: String { socket.peer }
    var localAddress: DatagramAddress? { socket.localAddress }
    var remoteAddress: DatagramAddress? { socket.remoteAddress }

    private let socket: UDPConnection
    private let loop: EventLoop
    private var underWay: DatagramsUnderWay<CapturedDatagram.Direction>
    private var timer: EventLoop.TimerID?
    /// The connection itself while it is closed and what it sent is still under way.
    private var leaving: ConditionedConnection?
    private var isClosed = false

    /// - Parameter conditions: also the seed of what happens.
    init(_ socket: UDPConnection, _ conditions: LinkConditions, on loop: EventLoop) {
        (self.socket, self.loop) = (socket, loop)
        underWay = DatagramsUnderWay(conditions, seed: conditions.seed)
        socket.onDatagram = { [unowned self] datagram in
            // What was sent to the port before this one is lost.
            guard !rebindIfDue() else { return }
            underWay.send(datagram, on: .inbound, at: loop.now)
            deliver(.inbound)
        }
        socket.onState = { [unowned self] state in onState?(state) }
        timer = loop.addTimer { [weak self, unowned loop] _ in
            loop.passTime()
            self?.deliver(nil)
            loop.passTime()
        }
    }

    deinit {
        if let timer { loop.removeTimer(timer) }
        socket.close()
    }

    func send(_ datagram: [UInt8]) {
        guard !isClosed else { return }
        onTraffic?(.outbound, datagram)
        rebindIfDue()
        underWay.send(datagram, on: .outbound, at: loop.now)
        deliver(.outbound)
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        (onDatagram, onState) = (nil, nil)
        if underWay.isCarrying(on: .outbound) { leaving = self } else { socket.close() }
    }

    @discardableResult
    private func rebindIfDue() -> Bool {
        guard underWay.isRebound(at: loop.now, losing: .inbound) else { return false }
        socket.rebind()
        return true
    }

    /// Delivers what has arrived.
    ///
    /// - Parameter direction: the only one that counts, since whoever sends does not expect to receive meanwhile; nil for
    ///   both.
    private func deliver(_ direction: CapturedDatagram.Direction?) {
        while let (way, bytes) = underWay.takeFirst(by: loop.now, on: direction) {
            if way == .outbound {
                socket.send(bytes)
            } else if !isClosed {
                onTraffic?(.inbound, bytes)
                onDatagram?(bytes)
                onDelivered?()
            }
        }
        if let timer { loop.setTimer(timer, at: underWay.nextDeadline) }
        guard isClosed, !underWay.isCarrying(on: .outbound) else { return }
        socket.close()
        leaving = nil
    }
}
