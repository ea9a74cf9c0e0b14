package import JSON

/// What happened, in order, as far back as there is room: each entry once, as JSON, however many look at it.
package struct Timeline {
    /// The oldest entry that is kept, from 1; the number of the next one if there is none.
    package private(set) var first = 1
    /// The number of the next entry.
    package var next: Int { first + entries.count - start }

    private var entries: [[UInt8]] = []
    /// Where the entries begin that are still kept.
    private var start = 0
    private var bytes = 0
    private let mostEntries: Int
    private let mostBytes: Int

    /// - Parameters:
    ///   - mostEntries: how many are kept.
    ///   - mostBytes: how many bytes they have together at most.
    package init(mostEntries: Int = 20_000, mostBytes: Int = 16 << 20) {
        (self.mostEntries, self.mostBytes) = (mostEntries, mostBytes)
    }

    /// Adds an entry; the oldest ones make room for it.
    package mutating func add(_ entry: JSONValue) {
        let text = Array(entry.text.utf8)
        entries.append(text)
        bytes += text.count
        while entries.count - start > mostEntries || (bytes > mostBytes && entries.count - start > 1) {
            bytes -= entries[start].count
            entries[start] = []
            start += 1
            first += 1
        }
        // Only from time to time, so that an entry does not bear the cost of moving all the others.
        if start > 1024, start * 2 > entries.count {
            entries.removeFirst(start)
            start = 0
        }
    }

    /// An entry by its number; nil if it is gone or has not happened yet.
    package subscript(number: Int) -> [UInt8]? {
        number >= first && number < next ? entries[start + number - first] : nil
    }

    /// All entries that are kept, as an array of JSON.
    package var json: [UInt8] {
        var text = [UInt8(ascii: "[")]
        for number in first..<next {
            if number > first { text += [UInt8(ascii: ","), 10] }
            text += self[number] ?? []
        }
        return text + [UInt8(ascii: "]")]
    }
}

/// The place of one reader in a time line, and its entries as server-sent events.
///
/// - Source: HTML Living Standard §9.2.6.
package struct TimelineReader {
    /// The number of the next entry to be read.
    private var next: Int
    /// What did not fit into the last piece.
    private var rest: ArraySlice<UInt8>

    /// - Parameter last: the number of the last entry that the reader knows; nil for a reader that knows none.
    package init(after last: Int?, of timeline: Timeline) {
        // A number that has not been given yet is of another run.
        next = last.map { $0 < timeline.next ? $0 + 1 : timeline.first } ?? timeline.first
        rest = Array("retry: 1000\n\n".utf8)[...]
    }

    /// Adds a sign of life, for a client that cannot tell silence from a lost connection.
    package mutating func addSign(_ text: String) {
        guard rest.isEmpty else { return }
        rest = Array("event: sign\ndata: \(text)\n\n".utf8)[...]
    }

    /// The next bytes; none if the reader knows everything.
    package mutating func read(_ room: Int, of timeline: Timeline) -> [UInt8] {
        var piece: [UInt8] = []
        while piece.count < room {
            if rest.isEmpty {
                guard let text = takeEntry(of: timeline) else { break }
                rest = text[...]
            }
            let part = rest.prefix(room - piece.count)
            piece += part
            rest = rest.dropFirst(part.count)
        }
        return piece
    }

    private mutating func takeEntry(of timeline: Timeline) -> [UInt8]? {
        if next < timeline.first {
            let lost = timeline.first - next
            next = timeline.first
            return Array("event: gap\ndata: \(lost)\n\n".utf8)
        }
        guard let entry = timeline[next] else { return nil }
        defer { next += 1 }
        return Array("id: \(next)\ndata: ".utf8) + entry + [10, 10]
    }
}
