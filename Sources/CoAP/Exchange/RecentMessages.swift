/// The messages of a peer that were answered lately, with their answers, so that a repetition gets the same answer and
/// has no effect.
///
/// - Source: RFC 7252 §4.5.
struct RecentMessages {
    private struct Entry {
        var id: MessageID
        var expiry: Double
        /// Empty for silence.
        var answer: [UInt8]
    }

    private let limit: Int
    /// A ring; the oldest entry stands at `serial % limit` of the next one once it is full.
    private var ring: [Entry] = []
    private var serial = 0
    private var places: [MessageID: Int] = [:]

    /// - Parameter limit: the most messages, at least 1.
    init(limit: Int) { self.limit = max(1, limit) }

    /// What a message that came before was answered, empty for silence; nil for a new one.
    func answer(to id: MessageID, at time: Double) -> [UInt8]? {
        guard let place = places[id], ring[place].expiry > time else { return nil }
        return ring[place].answer
    }

    /// Remembers a message until a time.
    mutating func remember(_ id: MessageID, until expiry: Double, answer: [UInt8] = []) {
        let place = serial % limit
        let entry = Entry(id: id, expiry: expiry, answer: answer)
        if place < ring.count {
            if places[ring[place].id] == place { places[ring[place].id] = nil }
            ring[place] = entry
        } else {
            ring.append(entry)
        }
        places[id] = place
        serial += 1
    }

    /// Notes what a remembered message is answered from now on.
    mutating func setAnswer(_ answer: [UInt8], to id: MessageID) {
        if let place = places[id] { ring[place].answer = answer }
    }

    /// Forgets a message, as if it had not come.
    mutating func forget(_ id: MessageID) { places[id] = nil }
}
