/// Finds the word that was probably meant.
enum Spelling {
    /// `; did you mean '--output'?` for a word close to one of those known, else nothing.
    static func suggestion(for word: String, among known: [String]) -> String {
        let ranked = known.map { (distance(word, $0), $0) }.min { $0.0 < $1.0 }
        guard let (distance, nearest) = ranked, distance <= max(1, word.count / 3) else { return "" }
        return "; did you mean '\(nearest)'?"
    }

    /// The number of letters to insert, delete or change.
    private static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.utf8.prefix(64))
        let b = Array(b.utf8.prefix(64))
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let change = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
