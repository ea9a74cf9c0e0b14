/// Columns of text for people, two spaces between them.
enum TextTable {
    /// One line for each row; nothing stands after the last word of a line.
    ///
    /// - Parameter alignedRight: the numbers of the columns that end at one edge.
    static func text(_ rows: [[String]], alignedRight: Set<Int> = []) -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (column > 0 ? "  " : "") + (alignedRight.contains(column) ? padding + cell : cell + padding)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
