/// The deadlines of many: to change one, and to find the earliest, costs the logarithm of their number.
///
/// A heap of times with the place of each key in it. Of equal times the one that was set first comes first, so that two
/// runs with the same deadlines serve them in the same order.
package struct DeadlineHeap<Key: Hashable> {
    fileprivate struct Entry {
        var time: Double
        var serial: UInt64
        var key: Key

        func comes(before other: Entry) -> Bool {
            time != other.time ? time < other.time : serial < other.serial
        }
    }

    private var entries: [Entry] = []
    private var places: [Key: Int] = [:]
    private var serial: UInt64 = 0

    /// A heap without a deadline.
    package init() {}

    /// How many keys have a deadline.
    package var count: Int { entries.count }

    /// The earliest deadline and whose it is; nil if there is none.
    package var first: (key: Key, time: Double)? { entries.first.map { ($0.key, $0.time) } }

    /// The deadline of a key; nil if it has none.
    package subscript(key: Key) -> Double? { places[key].map { entries[$0].time } }

    /// Sets the deadline of a key, or takes it away.
    ///
    /// - Parameter time: in seconds, on whatever clock the others are; `-infinity` for at once, nil for never.
    package mutating func set(_ time: Double?, for key: Key) {
        guard let time, !time.isNaN else { return remove(key) }
        if let place = places[key] {
            guard entries[place].time != time else { return }
            serial += 1
            entries[place].time = time
            entries[place].serial = serial
            rise(sink(place))
        } else {
            serial += 1
            entries.append(Entry(time: time, serial: serial, key: key))
            places[key] = entries.count - 1
            rise(entries.count - 1)
        }
    }

    /// Takes the deadline of a key away.
    package mutating func remove(_ key: Key) {
        guard let place = places.removeValue(forKey: key) else { return }
        let last = entries.removeLast()
        guard place < entries.count else { return }
        entries[place] = last
        places[last.key] = place
        rise(sink(place))
    }

    private mutating func rise(_ start: Int) {
        var place = start
        while place > 0 {
            let above = (place - 1) / 2
            guard entries[place].comes(before: entries[above]) else { return }
            exchange(place, above)
            place = above
        }
    }

    /// - Returns: where the entry stands then.
    private mutating func sink(_ start: Int) -> Int {
        var place = start
        while true {
            var earliest = place
            for below in (2 * place + 1)...(2 * place + 2)
            where below < entries.count && entries[below].comes(before: entries[earliest]) {
                earliest = below
            }
            guard earliest != place else { return place }
            exchange(place, earliest)
            place = earliest
        }
    }

    private mutating func exchange(_ a: Int, _ b: Int) {
        entries.swapAt(a, b)
        places[entries[a].key] = a
        places[entries[b].key] = b
    }
}

extension DeadlineHeap: Sendable where Key: Sendable {}
extension DeadlineHeap.Entry: Sendable where Key: Sendable {}
