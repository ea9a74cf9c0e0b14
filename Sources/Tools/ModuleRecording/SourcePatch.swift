package import Products
import Wording

/// What a recording proves of a product, as a patch for the sources of this program: `git apply` takes it, after a person
/// has looked at it.
///
/// Facts that stand in a line of their own become hunks; all of them stand above as remarks, which `git apply` skips.
package struct SourcePatch {
    /// Where such facts stand, below the top of a checkout.
    package static let path = "Sources/Module/Products/Features/ProductAssumptions.swift"

    private let lines: [String]
    /// Lines that come in front of a line, or in place of it.
    private var edits: [(index: Int, replaces: Bool, line: String)] = []
    private var remarks: [String]

    /// - Parameters:
    ///   - file: the recording, for people.
    ///   - source: the text of the file at `path`; nil outside of a checkout.
    package init(_ facts: [ProvenFact], of product: Product, from file: String, source: String?) {
        lines = source?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? []
        remarks = ["# \(product.name), from \(Printable.escaped(file)): review it before git apply"]
        func recorded(_ name: String) -> String? { facts.first { $0.name == name }?.recorded }
        var placed: Set<String> = []
        if recorded("firmware.modem") != nil || recorded("firmware.application") != nil {
            let modem = recorded("firmware.modem") ?? "\"\(product.firmware.modem)\""
            let application = recorded("firmware.application") ?? "\"\(product.firmware.application)\""
            if let index = firmwareLine(of: product) {
                edits.append((index, false, "        (\"\(product.name)\", \(modem), \(application)),"))
                placed = ["firmware.modem", "firmware.application"]
            }
        }
        let boot = "    static let bootTime = "
        if let seconds = recorded("timings.boot"), let index = lines.firstIndex(where: { $0.hasPrefix(boot) }) {
            edits.append((index, true, boot + seconds))
            placed.insert("timings.boot")
        }
        for fact in facts {
            let why = placed.contains(fact.name) ? "" : lines.isEmpty ? "" : "; no line of its own has it"
            let all = fact.name == "timings.boot" ? ", for all products" : ""
            remarks.append("# line \(fact.place): \(Printable.escaped(fact.evidence))")
            remarks.append("#   \(fact.name): \(fact.recorded) in place of \(fact.current)\(all)\(why)")
        }
        if facts.isEmpty { remarks.append("# nothing differs") }
        if source == nil {
            remarks.append("# run it at the top of a checkout, and the lines follow that git apply takes")
        }
    }

    /// The line with the versions of a product, in front of which more precise ones stand; nil if they would be those of
    /// others, too.
    private func firmwareLine(of product: Product) -> Int? {
        guard !Product.all.contains(where: { $0.name != product.name && $0.name.contains(product.name) }),
            let start = lines.firstIndex(where: { $0.contains("firmwares: [(name: ") })
        else { return nil }
        return lines[(start + 1)...].firstIndex { line in
            line.split(separator: "(\"").dropFirst().contains { row in
                row.split(separator: "\"").first.map { product.name.contains($0) } ?? false
            }
        }
    }

    /// The remarks, and the hunks below them.
    package var text: String {
        var text = remarks
        if !edits.isEmpty { text += ["--- a/\(Self.path)", "+++ b/\(Self.path)"] }
        var shift = 0
        for edit in edits.sorted(by: { $0.index < $1.index }) {
            let before = max(0, edit.index - Self.context)..<edit.index
            let next = edit.replaces ? edit.index + 1 : edit.index
            let after = next..<min(lines.count - 1, next + Self.context)
            let kept = before.count + after.count
            let (old, new) = (kept + (edit.replaces ? 1 : 0), kept + 1)
            text.append("@@ -\(before.lowerBound + 1),\(old) +\(before.lowerBound + 1 + shift),\(new) @@")
            text += lines[before].map { " " + $0 }
            if edit.replaces { text.append("-" + lines[edit.index]) }
            text.append("+" + edit.line)
            text += lines[after].map { " " + $0 }
            shift += new - old
        }
        return text.joined(separator: "\n")
    }

    private static let context = 3
}
