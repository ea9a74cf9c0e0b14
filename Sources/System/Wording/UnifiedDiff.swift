/// The difference between two texts as `diff -u` writes it.
package enum UnifiedDiff {
    private static let context = 3
    /// The limit for the product of the differing lines on both sides; beyond it, all of them count as changed.
    private static let largestTable = 4_000_000

    /// The diff, empty if both are the same; a missing old text is shown as `/dev/null`.
    package static func text(old: [UInt8]?, new: [UInt8], path: String) -> String {
        let a = lines(old ?? [])
        let b = lines(new)
        let edits = edits(a, b)
        guard edits.contains(where: { $0.kind != .same }) else { return "" }
        var out = "--- \(old == nil ? "/dev/null" : path)\n+++ \(path)\n"
        for range in hunks(edits) {
            let part = edits[range]
            let removed = part.count { $0.kind != .added }
            let added = part.count { $0.kind != .removed }
            let first = part[range.lowerBound]
            out += "@@ -\(start(first.old, removed)),\(removed) +\(start(first.new, added)),\(added) @@\n"
            for edit in part {
                let line = edit.kind == .added ? b[edit.new] : a[edit.old]
                out += edit.kind.rawValue + String(decoding: line, as: UTF8.self) + "\n"
            }
        }
        return out
    }

    private struct Edit {
        enum Kind: String { case same = " ", removed = "-", added = "+" }
        var kind: Kind
        /// Where the line is, or would be, counted from 0.
        var old: Int
        var new: Int
    }

    private static func start(_ line: Int, _ count: Int) -> Int { count == 0 ? line : line + 1 }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func edits(_ a: [ArraySlice<UInt8>], _ b: [ArraySlice<UInt8>]) -> [Edit] {
        var head = 0
        while head < a.count, head < b.count, a[head] == b[head] { head += 1 }
        var tail = 0
        while tail < a.count - head, tail < b.count - head, a[a.count - 1 - tail] == b[b.count - 1 - tail] { tail += 1 }
        var edits = (0..<head).map { Edit(kind: .same, old: $0, new: $0) }
        edits += middle(a, b, head, a.count - tail, b.count - tail)
        edits += (0..<tail).map { Edit(kind: .same, old: a.count - tail + $0, new: b.count - tail + $0) }
        return edits
    }

    /// The longest common subsequence of the lines between the equal ends, by dynamic programming.
    private static func middle(
        _ a: [ArraySlice<UInt8>], _ b: [ArraySlice<UInt8>], _ head: Int, _ endA: Int, _ endB: Int
    ) -> [Edit] {
        let rows = endA - head
        let columns = endB - head
        var i = 0
        var j = 0
        var edits: [Edit] = []
        func remove() {
            edits.append(Edit(kind: .removed, old: head + i, new: head + j))
            i += 1
        }
        func add() {
            edits.append(Edit(kind: .added, old: head + i, new: head + j))
            j += 1
        }
        if rows > 0, columns > 0, rows * columns <= largestTable {
            let width = columns + 1
            var length = [Int32](repeating: 0, count: (rows + 1) * width)
            for x in stride(from: rows - 1, through: 0, by: -1) {
                for y in stride(from: columns - 1, through: 0, by: -1) {
                    length[x * width + y] =
                        a[head + x] == b[head + y]
                        ? length[(x + 1) * width + y + 1] + 1
                        : max(length[(x + 1) * width + y], length[x * width + y + 1])
                }
            }
            while i < rows, j < columns {
                if a[head + i] == b[head + j] {
                    edits.append(Edit(kind: .same, old: head + i, new: head + j))
                    i += 1
                    j += 1
                } else if length[(i + 1) * width + j] >= length[i * width + j + 1] {
                    remove()
                } else {
                    add()
                }
            }
        }
        while i < rows { remove() }
        while j < columns { add() }
        return edits
    }

    /// The ranges to show: each change with lines around it, with adjoining ranges merged.
    private static func hunks(_ edits: [Edit]) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for index in edits.indices where edits[index].kind != .same {
            let start = max(0, index - context)
            let end = min(edits.count, index + context + 1)
            if let last = hunks.last, start <= last.upperBound {
                hunks[hunks.count - 1] = last.lowerBound..<end
            } else {
                hunks.append(start..<end)
            }
        }
        return hunks
    }
}
