import Randomness

/// The datagrams that a network carries at the moment, on ways that share its conditions: those there and back of one
/// link, or those of all peers of a server.
///
/// It has no socket and no clock. What is sent arrives when `takeFirst` returns it; the same calls with the same seed
/// give the same arrivals.
package struct DatagramsUnderWay<Way: Hashable & Sendable>: Sendable {
    /// What happens to datagrams sent from now on.
    package var conditions: LinkConditions

    private struct Datagram: Sendable {
        var due: Double
        var way: Way
        var bytes: [UInt8]
        var serial: UInt64
    }

    private var random: SeededSequence
    /// In order of arrival.
    private var underWay: [Datagram] = []
    /// The datagram on each way that waits until the next one overtakes it.
    private var heldBack: [Way: UInt64] = [:]
    private var serial: UInt64 = 0
    private var nextRebinding: Double?
    /// Datagrams beyond this number are lost.
    static var most: Int { 10_000 }
    /// Seconds after which a datagram arrives that nothing overtook.
    static var longestHold: Double { 1 }

    /// - Parameter seed: determines which datagrams are lost, doubled or delayed.
    package init(_ conditions: LinkConditions, seed: UInt64) {
        self.conditions = conditions
        random = SeededSequence(seed: seed)
    }

    /// When the next datagram arrives; nil while none is under way.
    package var nextDeadline: Double? { underWay.first?.due }

    /// Whether a datagram is under way on a way.
    package func isCarrying(on way: Way) -> Bool { underWay.contains { $0.way == way } }

    /// Sends a datagram.
    ///
    /// - Parameter time: in seconds; never earlier than at the call before.
    package mutating func send(_ bytes: [UInt8], on way: Way, at time: Double) {
        let copies = random.nextFraction() < conditions.duplication ? 2 : 1
        for _ in 0..<copies { sendCopy(bytes, on: way, at: time) }
    }

    private mutating func sendCopy(_ bytes: [UInt8], on way: Way, at time: Double) {
        let packets = conditions.packets(for: bytes.count)
        var isLost = packets > 1 && !conditions.carriesFragments
        for _ in 0..<min(packets, Self.most) where random.nextFraction() < conditions.loss { isLost = true }
        let delay = conditions.delay
        let wait = delay.lowerBound + random.nextFraction() * (delay.upperBound - delay.lowerBound)
        let isLate = conditions.reordering > 0 && random.nextFraction() < conditions.reordering
        guard !isLost, underWay.count < Self.most else { return }
        serial += 1
        let datagram = Datagram(due: time + wait, way: way, bytes: bytes, serial: serial)
        if let held = heldBack.removeValue(forKey: way), let place = underWay.firstIndex(where: { $0.serial == held }) {
            var overtaken = underWay.remove(at: place)
            overtaken.due = min(overtaken.due, datagram.due)
            insert(datagram)
            insert(overtaken)
        } else if isLate {
            heldBack[way] = serial
            insert(Datagram(due: datagram.due + Self.longestHold, way: way, bytes: bytes, serial: serial))
        } else {
            insert(datagram)
        }
    }

    private mutating func insert(_ datagram: Datagram) {
        let place = underWay.lastIndex { $0.due <= datagram.due }.map { $0 + 1 } ?? 0
        underWay.insert(datagram, at: place)
    }

    /// Takes the next datagram that has arrived by a time, if there is one.
    ///
    /// - Parameter way: the only way that counts; nil for all of them.
    package mutating func takeFirst(by time: Double, on way: Way? = nil) -> (way: Way, bytes: [UInt8])? {
        let isWanted = { (datagram: Datagram) in way == nil || datagram.way == way }
        guard let place = underWay.firstIndex(where: { $0.due > time || isWanted($0) }), underWay[place].due <= time
        else { return nil }
        let datagram = underWay.remove(at: place)
        if heldBack[datagram.way] == datagram.serial { heldBack[datagram.way] = nil }
        return (datagram.way, datagram.bytes)
    }

    /// Whether the NAT has given the client another port since the last call: what was sent to the old one is lost.
    ///
    /// - Parameter way: that to the client.
    package mutating func isRebound(at time: Double, losing way: Way) -> Bool {
        guard let rebinding = conditions.rebinding else { return false }
        guard let next = nextRebinding else {
            nextRebinding = time + rebinding
            return false
        }
        guard time >= next else { return false }
        nextRebinding = time + rebinding
        underWay.removeAll { $0.way == way }
        heldBack[way] = nil
        return true
    }
}
