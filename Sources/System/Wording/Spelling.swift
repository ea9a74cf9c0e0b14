/// Finds the word that was probably meant.
package enum Spelling {
    /// `; did you mean 'output'?` for a word close to a known one, otherwise empty.
    package static func suggestion(for word: String, among known: [String]) -> String {
        nearest(to: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// The known word that a mistyped one is close to; nil if none is.
    package static func nearest(to word: String, among known: [String]) -> String? {
        let ranked = known.map { (distance(word, $0), $0) }.min { $0.0 < $1.0 }
        guard let (distance, nearest) = ranked, distance <= min(2, max(1, word.count / 3)),
            distance < nearest.count
        else { return nil }
        return nearest
    }

    /// The known words: first those that share the longest beginning with a word, then those most similar to it; equals
    /// keep their order.
    package static func ranked(by word: String, _ known: [String]) -> [String] {
        known.enumerated().map { place, other in
            (start: distance(word, String(other.prefix(word.count))), whole: distance(word, other), place, other)
        }.sorted { ($0.start, $0.whole, $0.2) < ($1.start, $1.whole, $1.2) }.map(\.3)
    }

    /// The number of letters to insert, delete, change or swap with a neighbour.
    private static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.utf8.prefix(32))
        let b = Array(b.utf8.prefix(32))
        var rows = [Array(0...b.count)]
        for i in 1..<(a.count + 1) {
            var row = [i]
            for j in 1..<(b.count + 1) {
                let change = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                var best = min(change, rows[i - 1][j] + 1, row[j - 1] + 1)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, rows[i - 2][j - 2] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
