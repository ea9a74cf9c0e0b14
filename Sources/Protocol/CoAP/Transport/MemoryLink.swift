import Randomness

/// Two connections that lead to each other, without a network, on the owner's clock.
///
/// Datagrams never arrive during `send`, only when the owner calls `advance(to:)`, in order of arrival time.
package final class MemoryLink {
    /// One end; its peer is the other one.
    package let near: any Connection
    package let far: any Connection
    /// What happens to datagrams sent from now on.
    package var conditions: LinkConditions
    /// Whether all datagrams are lost, including those under way.
    package var isCut = false
    /// How many datagrams were sent, delivered or not.
    package private(set) var sent = 0

    private struct Datagram {
        var due: Double
        var isToFar: Bool
        var bytes: [UInt8]
    }

    private let clock: () -> Double
    private var random: SeededSequence
    /// In order of arrival.
    private var underWay: [Datagram] = []
    /// Datagrams beyond this number are lost.
    private static let mostUnderWay = 10_000

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
        self.conditions = conditions
        self.clock = clock
        random = SeededSequence(seed: seed)
        let near = End(peer: farName, isNear: true)
        let far = End(peer: nearName, isNear: false)
        self.near = near
        self.far = far
        near.link = self
        far.link = self
    }

    /// When the next datagram arrives; nil while none is under way.
    package var nextDeadline: Double? { underWay.first?.due }

    /// Delivers what has arrived by a time, including what is sent and arrives in the process.
    package func advance(to time: Double) {
        var delivered = 0
        while let first = underWay.first, first.due <= time, delivered < Self.mostUnderWay {
            underWay.removeFirst()
            delivered += 1
            guard !isCut, let end = (first.isToFar ? far : near) as? End, !end.isClosed else { continue }
            end.onDatagram?(first.bytes)
        }
    }

    private func send(_ bytes: [UInt8], isToFar: Bool) {
        sent += 1
        let copies = random.nextFraction() < conditions.duplication ? 2 : 1
        for _ in 0..<copies {
            let isLost = random.nextFraction() < conditions.loss
            let delay = conditions.delay
            let wait = delay.lowerBound + random.nextFraction() * (delay.upperBound - delay.lowerBound)
            guard !isCut, !isLost, underWay.count < Self.mostUnderWay else { continue }
            let due = clock() + wait
            let place = underWay.lastIndex { $0.due <= due }.map { $0 + 1 } ?? 0
            underWay.insert(Datagram(due: due, isToFar: isToFar, bytes: bytes), at: place)
        }
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

/// How well a link carries datagrams, each way.
package struct LinkConditions: Hashable, Sendable {
    /// The fraction that is lost, 0...1.
    package var loss: Double
    /// The fraction that arrives twice, 0...1.
    package var duplication: Double
    /// The shortest and the longest delay, in seconds; datagrams may overtake each other if the two differ.
    package var delay: ClosedRange<Double>

    package init(loss: Double = 0, duplication: Double = 0, delay: ClosedRange<Double> = 0...0) {
        self.loss = loss
        self.duplication = duplication
        self.delay = delay
    }

    /// Everything arrives once, in order and at once.
    static let perfect = LinkConditions()
}
