/// Rows of readable text, with columns aligned and two blanks apart.
package struct TextTable {
    private var rows: [[String]]
    private let alignedRight: Set<Int>
    private let keepsEmptyColumns: Bool

    /// A table with these column heads.
    ///
    /// - Parameters:
    ///   - alignedRight: the indexes of the right-aligned columns.
    ///   - keepsEmptyColumns: whether a column with nothing below its head is shown anyway.
    package init(_ heads: [String], alignedRight: Set<Int> = [], keepsEmptyColumns: Bool = false) {
        rows = [heads]
        self.alignedRight = alignedRight
        self.keepsEmptyColumns = keepsEmptyColumns
    }

    /// Whether there is nothing below the heads.
    package var isEmpty: Bool { rows.count == 1 }

    /// Adds a row, one text for each column.
    package mutating func add(_ row: [String]) { rows.append(row) }

    /// The lines, without a line feed at the end; no line ends in a blank.
    package var text: String {
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

extension String {
    /// The text followed by blanks, up to a width in columns; unchanged if it is longer.
    package func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - columns)) }

    /// The text preceded by blanks, up to a width in columns; unchanged if it is longer.
    package func indented(to width: Int) -> String { String(repeating: " ", count: max(0, width - columns)) + self }
}

extension String {
    /// How many columns of a terminal the text takes: East Asian characters and emoji take two, combining marks none.
    package var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The first letters of the text that fit into this many columns.
    package func prefix(columns: Int) -> Substring {
        var (end, taken) = (startIndex, 0)
        while end < endIndex {
            taken += self[end].columns
            guard taken <= columns else { break }
            end = index(after: end)
        }
        return self[..<end]
    }
}

extension Character {
    /// - Source: Unicode Standard Annex 11, East Asian Width, values W and F.
    fileprivate var columns: Int {
        guard !isASCII, let first = unicodeScalars.first else { return 1 }
        if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return Self.wide.contains { $0.contains(first.value) } ? 2 : 1
        }
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
