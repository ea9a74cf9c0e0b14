/// Two connections that lead to each other, without a network, on the owner's clock.
///
/// Datagrams never arrive during `send`, only when the owner calls `advance(to:)`, in order of arrival time.
package final class MemoryLink {
    /// One end; its peer is the other one.
    package let near: any Connection
    package let far: any Connection
    /// What happens to datagrams sent from now on.
    package var conditions: LinkConditions {
        get { underWay.conditions }
        set { underWay.conditions = newValue }
    }
    /// Called when the client at the near end has another port, and what was sent to the old one is lost.
    package var onRebinding: (() -> Void)?
    /// Whether all datagrams are lost, including those under way.
    package var isCut = false
    /// How many datagrams were sent, delivered or not.
    package private(set) var sent = 0

    private let clock: () -> Double
    /// On each way what goes to that end.
    private var underWay: DatagramsUnderWay<Direction>
    private enum Direction { case toNear, toFar }

    /// A link on which nothing is under way.
    ///
    /// - Parameters:
    ///   - seed: determines which datagrams are lost, duplicated or delayed.
    ///   - nearName, farName: what the other end calls each of them.
    ///   - clock: seconds on the owner's clock.
    package init(
        _ conditions: LinkConditions = .perfect, seed: UInt64 = 0, nearName: String = "near", farName: String = "far",
        clock: @escaping () -> Double
    ) {
        self.clock = clock
        underWay = DatagramsUnderWay(conditions, seed: seed)
        let near = End(peer: farName, isNear: true)
        let far = End(peer: nearName, isNear: false)
        self.near = near
        self.far = far
        near.link = self
        far.link = self
    }

    /// When the next datagram arrives; nil while none is under way.
    package var nextDeadline: Double? { underWay.nextDeadline }

    /// Delivers what has arrived by a time, including what is sent and arrives in the process.
    package func advance(to time: Double) {
        for _ in 0..<DatagramsUnderWay<Direction>.most {
            rebindIfDue()
            guard let (direction, bytes) = underWay.takeFirst(by: time) else { return }
            guard !isCut, let end = (direction == .toFar ? far : near) as? End, !end.isClosed else { continue }
            end.onDatagram?(bytes)
        }
    }

    private func send(_ bytes: [UInt8], isToFar: Bool) {
        sent += 1
        rebindIfDue()
        if !isCut { underWay.send(bytes, on: isToFar ? .toFar : .toNear, at: clock()) }
    }

    private func rebindIfDue() {
        if underWay.isRebound(at: clock(), losing: .toNear) { onRebinding?() }
    }

    /// One end of the link.
    private final class End: Connection {
        var onDatagram: (([UInt8]) -> Void)?
        var onState: ((ConnectionState) -> Void)?
        let state = ConnectionState.open
        let peer: String
        let isNear: Bool
        var isClosed = false
        weak var link: MemoryLink?

        init(peer: String, isNear: Bool) {
            self.peer = peer
            self.isNear = isNear
        }

        func send(_ datagram: [UInt8]) {
            guard !isClosed else { return }
            link?.send(datagram, isToFar: isNear)
        }

        func close() { isClosed = true }
    }
}
