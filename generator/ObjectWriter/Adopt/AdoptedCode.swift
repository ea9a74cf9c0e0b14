import ObjectGenerator

/// What `adopt` took from a script: code for the regions, and code for which there was none.
struct AdoptedCode {
    /// Code that found no region, or is not needed there.
    struct Leftover {
        var lines: ClosedRange<Int>
        var text: [String]
        /// Why it found no region; nil for a comment that belongs to no code.
        var reason: String?
    }

    private var code: [CustomRegion: [String]] = [:]
    private(set) var leftovers: [Leftover] = []
    /// The bytes of the script that are in either of them.
    private(set) var claimed: [Range<Int>] = []
    /// The number of statements in each region.
    private var counts: [CustomRegion: Int] = [:]
    /// The generator's variables that each region declares again.
    private var declared: [CustomRegion: Set<String>] = [:]

    /// Precedes a line that keeps its own indentation.
    static let unindented = "\u{0}"

    /// Adds a statement to a region.
    mutating func place(_ lines: [String], in region: CustomRegion, from bytes: Range<Int>) {
        code[region, default: []] += lines
        claimed.append(bytes)
        counts[region, default: 0] += 1
    }

    /// Adds a declaration to a region, once.
    mutating func declare(_ name: String, _ lines: [String], in region: CustomRegion) {
        guard declared[region, default: []].insert(name).inserted else { return }
        code[region, default: []] += lines
    }

    mutating func leave(_ lines: ClosedRange<Int>, _ text: [String], from bytes: Range<Int>, reason: String?) {
        leftovers.append(Leftover(lines: lines, text: text, reason: reason))
        claimed.append(bytes)
    }

    /// The number of statements that found a region, in the order of the file.
    var placed: [(region: String, statements: Int)] {
        counts.sorted { $0.key < $1.key }.map { ($0.key.name, $0.value) }
    }

    /// The code of the regions, with what found none as comments.
    func regions(file: String) -> [CustomRegion: [UInt8]] {
        var regions = code.mapValues { _ in [UInt8]() }
        for (region, lines) in code {
            let indent = region == .file ? "" : region.isOfOneResource ? "    " : "  "
            regions[region] = Array(
                lines.map { line in
                    if line.hasPrefix(Self.unindented) { return line.dropFirst() + "\n" }
                    return line.isEmpty ? "\n" : indent + line + "\n"
                }.joined().utf8)
        }
        guard !leftovers.isEmpty else { return regions }
        var text = "-- Of \(file), not placed: move what you need, and delete the rest.\n"
        for leftover in leftovers.sorted(by: { $0.lines.lowerBound < $1.lines.lowerBound }) {
            text += "-- \(Self.shown(leftover.lines))\(leftover.reason.map { ": " + $0 } ?? "")\n"
            text += leftover.text.map { "--   \($0)\n" }.joined()
        }
        regions[.adopted] = Array(text.utf8)
        return regions
    }

    /// `line 12` or `lines 12 to 15`.
    static func shown(_ lines: ClosedRange<Int>) -> String {
        lines.count == 1 ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound) to \(lines.upperBound)"
    }
}
