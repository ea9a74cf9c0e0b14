/// The messages from a peer that were answered recently, with their answers, so that a repetition gets the same answer
/// and has no effect.
///
/// A ring of entries in order of arrival, with hash chains through it by message id.
///
/// - Source: RFC 7252 §4.5.
struct RecentMessages {
    private struct Entry {
        var id: MessageID
        /// The next entry of the chain; -1 for the last one.
        var next: Int32
        var expiry: Double
        /// Empty if nothing was answered.
        var answer: [UInt8]
    }

    private let limit: Int
    private var ring: [Entry] = []
    /// Where the next entry goes.
    private var place = 0
    /// The first entry of each chain, the newest; -1 for an empty one. Peers use ascending ids, so the chains are short.
    /// There are as many as the ring needs so far: most peers send few messages.
    private var chains: [Int32] = []

    /// - Parameter limit: the most messages, 1...65536.
    init(limit: Int) { self.limit = min(max(1, limit), 65_536) }

    /// The answer to an earlier message, empty if nothing was answered; nil for a new message.
    func answer(to id: MessageID, at time: Double) -> [UInt8]? {
        guard let place = find(id), ring[place].expiry > time else { return nil }
        return ring[place].answer
    }

    /// Remembers a message until a time.
    mutating func remember(_ id: MessageID, until expiry: Double, answer: [UInt8] = []) {
        forget(id)
        if place == ring.count, place == chains.count { growChains() }
        let chain = chain(of: id)
        let entry = Entry(id: id, next: chains[chain], expiry: expiry, answer: answer)
        if place < ring.count {
            unlink(place)
            ring[place] = entry
            // The oldest entry may have been in this very chain.
            ring[place].next = chains[chain]
        } else {
            ring.append(entry)
        }
        chains[chain] = Int32(place)
        place = (place + 1) % limit
    }

    /// Sets the answer to a remembered message from now on.
    mutating func setAnswer(_ answer: [UInt8], to id: MessageID) {
        if let place = find(id) { ring[place].answer = answer }
    }

    /// Forgets a message, as if it had never come.
    mutating func forget(_ id: MessageID) {
        guard let place = find(id) else { return }
        unlink(place)
        ring[place].answer = []
        ring[place].expiry = -.infinity
    }

    private static let fewestChains = 64

    /// Makes twice as many chains, before the ring is full for the first time.
    private mutating func growChains() {
        chains = Array(repeating: -1, count: max(Self.fewestChains, 2 * chains.count))
        // What was forgotten is in no chain.
        for place in ring.indices where ring[place].expiry > -.infinity {
            let chain = chain(of: ring[place].id)
            ring[place].next = chains[chain]
            chains[chain] = Int32(place)
        }
    }

    private func chain(of id: MessageID) -> Int { Int(id.rawValue) & (chains.count - 1) }

    private func find(_ id: MessageID) -> Int? {
        guard !chains.isEmpty else { return nil }
        var place = Int(chains[chain(of: id)])
        while place >= 0 {
            if ring[place].id == id { return place }
            place = Int(ring[place].next)
        }
        return nil
    }

    /// Removes an entry from its chain; does nothing if it is in none.
    private mutating func unlink(_ place: Int) {
        let chain = chain(of: ring[place].id)
        var before = -1
        var here = Int(chains[chain])
        while here >= 0, here != place {
            before = here
            here = Int(ring[here].next)
        }
        guard here == place else { return }
        if before < 0 { chains[chain] = ring[place].next } else { ring[before].next = ring[place].next }
    }
}
