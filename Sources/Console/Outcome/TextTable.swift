/// Rows of text with their columns aligned.
public struct TextTable {
    private var rows: [[String]]

    /// A table with the heads of its columns.
    public init(_ heads: [String]) { rows = [heads] }

    /// Whether there is nothing below the heads.
    public var isEmpty: Bool { rows.count == 1 }

    /// Adds a row, one text for each column.
    public mutating func add(_ row: [String]) { rows.append(row) }

    /// The lines without line feed at the end. A column with nothing below its head is left out.
    public var text: String {
        let columns = rows[0].indices.filter { column in
            isEmpty || rows.dropFirst().contains { column < $0.count && !$0[column].isEmpty }
        }
        let widths = columns.map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, width) in zip(columns, widths) {
                let cell = column < row.count ? row[column] : ""
                line += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
