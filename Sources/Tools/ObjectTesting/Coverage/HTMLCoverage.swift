import EmbeddedFiles
import FileSystem
import Lua

/// The lines that ran as one page: each file with its source, how often each line ran, and which branches did.
enum HTMLCoverage {
    /// The page of a directory, `index.html`.
    static let fileName = "index.html"

    static func text(of coverage: LineCoverage) -> String {
        var page = HTMLPage(title: "Coverage of Objects")
        page.add(
            "<table>\n<tr><th>file</th><th>lines</th><th>%</th><th>branches</th></tr>\n")
        let files = coverage.paths.map { CoveredFile(path: $0, counts: coverage.files[$0] ?? [:]) }
        for (index, file) in files.enumerated() {
            let (covered, total) = coverage.figures(of: file.path)
            page.add(
                "<tr><td><a href=\"#f\(index)\">\(HTMLPage.escaped(file.path))</a></td>"
                    + "<td class=\"number\">\(covered)/\(total)</td>"
                    + "<td class=\"number\">\(CoverageReport.percent(covered, of: total))</td>"
                    + "<td class=\"number\">\(file.takenBranches)/\(file.branches.count * 2)</td></tr>\n")
        }
        let (covered, total) = coverage.figures()
        page.add(
            "<tr><th>total</th><td class=\"number\">\(covered)/\(total)</td>"
                + "<td class=\"number\">\(CoverageReport.percent(covered, of: total))</td><td></td></tr>\n</table>\n")
        for (index, file) in files.enumerated() {
            page.add("<h2 id=\"f\(index)\">\(HTMLPage.escaped(file.path))</h2>\n<table>\n")
            file.addRows(to: &page)
            page.add("</table>\n")
        }
        return page.text
    }
}

/// A file with the counts of its lines, and what they say about its branches.
private struct CoveredFile {
    /// What is known about an `if` or `elseif`.
    struct Branch {
        /// Whether its block ran, and whether it was skipped.
        var isTaken: Bool
        var isPassed: Bool
    }

    let path: String
    private let counts: [Int: UInt64]
    private let lines: [String]
    /// By the line of the condition; only those whose block starts on a line of its own.
    let branches: [Int: Branch]

    init(path: String, counts: [Int: UInt64]) {
        (self.path, self.counts) = (path, counts)
        let text = (try? Files.read(path, limit: ObjectFinder.longest)) ?? EmbeddedFiles.bytes(of: path) ?? []
        lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.last == "\r" ? String($0.dropLast()) : String($0) }
        branches = Self.branches(in: text, counts)
    }

    var takenBranches: Int {
        branches.values.reduce(0) { $0 + ($1.isTaken ? 1 : 0) + ($1.isPassed ? 1 : 0) }
    }

    private static func branches(in text: [UInt8], _ counts: [Int: UInt64]) -> [Int: Branch] {
        guard let syntax = LuaPlaces(text) else { return [:] }
        var branches: [Int: Branch] = [:]
        for branch in syntax.branches where !branch.condition.isEmpty && !branch.block.isEmpty {
            let condition = syntax.tokens[branch.condition.lowerBound].line
            let last = syntax.tokens[branch.condition.upperBound - 1].line
            let block = syntax.tokens[branch.block.lowerBound].line
            guard block > last, let asked = counts[condition], let ran = counts[block] else { continue }
            branches[condition] = Branch(isTaken: ran > 0, isPassed: asked > ran)
        }
        return branches
    }

    func addRows(to page: inout HTMLPage) {
        for (index, line) in lines.enumerated() where index < lines.count - 1 || !line.isEmpty {
            let number = index + 1
            let branch = branches[number]
            let count = counts[number]
            var kind = count.map { $0 > 0 ? "hit" : "missed" } ?? ""
            var remark = ""
            if let branch, kind == "hit", !branch.isTaken || !branch.isPassed {
                kind = "partly"
                remark = branch.isTaken ? "always taken" : "never taken"
            }
            page.add(
                "<tr\(kind.isEmpty ? "" : " class=\"\(kind)\"")><td class=\"line\">\(number)</td>"
                    + "<td class=\"number\">\(count.map { "\($0)" } ?? "")</td>"
                    + "<td class=\"number\">\(remark)</td><td class=\"source\">\(HTMLPage.escaped(line))</td></tr>\n")
        }
    }
}
