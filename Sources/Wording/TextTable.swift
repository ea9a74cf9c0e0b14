/// Rows of text for people, their columns aligned and two blanks apart.
public struct TextTable {
    private var rows: [[String]]
    private let alignedRight: Set<Int>
    private let keepsEmptyColumns: Bool

    /// A table with the heads of its columns.
    ///
    /// - Parameters:
    ///   - alignedRight: the places of the columns that end at one edge.
    ///   - keepsEmptyColumns: whether a column with nothing below its head is shown all the same.
    public init(_ heads: [String], alignedRight: Set<Int> = [], keepsEmptyColumns: Bool = false) {
        rows = [heads]
        self.alignedRight = alignedRight
        self.keepsEmptyColumns = keepsEmptyColumns
    }

    /// Whether there is nothing below the heads.
    public var isEmpty: Bool { rows.count == 1 }

    /// Adds a row, one text for each column.
    public mutating func add(_ row: [String]) { rows.append(row) }

    /// The lines without line feed at the end; no line ends in a blank.
    public var text: String {
        let columns = rows[0].indices.filter { column in
            keepsEmptyColumns || isEmpty || rows.dropFirst().contains { column < $0.count && !$0[column].isEmpty }
        }
        let widths = columns.map { column in rows.map { column < $0.count ? $0[column].columns : 0 }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, width) in zip(columns, widths) {
                let cell = column < row.count ? row[column] : ""
                line += (alignedRight.contains(column) ? cell.indented(to: width) : cell.padded(to: width)) + "  "
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
