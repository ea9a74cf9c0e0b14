import FileSystem
import Wording
import XML

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The formats in which the lines that ran are reported.
package enum CoverageReport: String, CaseIterable, Sendable {
    /// A table for people.
    case text
    /// The lcov tracefile.
    case lcov
    /// Cobertura XML, which build servers read.
    case cobertura
    /// A page for people, in a folder.
    case html

    /// The report of a run.
    ///
    /// - Parameter time: seconds since 1970, for the formats that state it.
    package func text(of coverage: LineCoverage, time: Int64) -> String {
        switch self {
        case .text: Self.table(coverage)
        case .lcov: Self.tracefile(coverage)
        case .cobertura: CoberturaReport.text(of: coverage, time: time)
        case .html: HTMLCoverage.text(of: coverage)
        }
    }

    /// A percentage as text with one decimal, `87.5`; `100` only if it is exactly that.
    package static func percent(_ covered: Int, of total: Int) -> String {
        guard total > 0 else { return "100.0" }
        // Rounded down: 99.96 is not 100.
        let tenths = covered * 1000 / total
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func table(_ coverage: LineCoverage) -> String {
        let paths = coverage.paths
        let width = max(5, paths.map(\.columns).max() ?? 0)
        func row(_ name: String, _ covered: Int, _ total: Int, _ missing: String) -> String {
            let line =
                name.padded(to: width) + percent(covered, of: total).indented(to: 7)
                + "\(covered)/\(total)".indented(to: 12)
            return missing.isEmpty ? line + "\n" : line + "  \(missing)\n"
        }
        var text = "file".padded(to: width) + "      %       lines  not run\n"
        for path in paths {
            let (covered, total) = coverage.figures(of: path)
            text += row(
                path, covered, total, ranges(coverage.files[path]?.filter { $0.value == 0 }.keys.sorted() ?? []))
        }
        let (covered, total) = coverage.figures()
        return text + row("total", covered, total, "")
    }

    /// Line numbers with consecutive ones joined, `12-14 20`.
    private static func ranges(_ lines: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for line in lines {
            if let last = ranges.last, last.upperBound + 1 == line {
                ranges[ranges.count - 1] = last.lowerBound...line
            } else {
                ranges.append(line...line)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: " ")
    }

    /// - Source: geninfo(1), "Tracefile format".
    private static func tracefile(_ coverage: LineCoverage) -> String {
        var text = ""
        for path in coverage.paths {
            let (covered, total) = coverage.figures(of: path)
            text += "TN:\nSF:\(absolute(path))\n"
            for (line, count) in (coverage.files[path] ?? [:]).sorted(by: { $0.key < $1.key }) {
                text += "DA:\(line),\(count)\n"
            }
            text += "LF:\(total)\nLH:\(covered)\nend_of_record\n"
        }
        return text
    }

    /// The absolute path, as genhtml expects it; unchanged if the file is not on disk.
    private static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// Which lines of Objects ran, by the path of their file.
package struct LineCoverage: Hashable, Sendable {
    /// How often each executable line ran.
    package private(set) var files: [String: [Int: UInt64]] = [:]

    package init() {}

    /// Adds a file: its executable lines, and the counts of those that ran, line 1 first.
    package mutating func add(_ path: String, executable: Set<Int>, counts: [UInt32]) {
        for line in executable {
            let count = line > 0 && line <= counts.count ? UInt64(counts[line - 1]) : 0
            files[path, default: [:]][line, default: 0] += count
        }
    }

    /// Adds how often an executable line ran.
    mutating func add(_ path: String, line: Int, count: UInt64) {
        let before = files[path]?[line] ?? 0
        files[path, default: [:]][line] = before + min(count, .max - before)
    }

    /// Adds the counts of another run.
    package mutating func merge(_ other: LineCoverage) {
        for (path, lines) in other.files {
            files[path, default: [:]].merge(lines) { $0 + $1 }
        }
    }

    /// How many lines are executable and how many ran, in one file or in all.
    package func figures(of path: String? = nil) -> (covered: Int, total: Int) {
        var result = (covered: 0, total: 0)
        for (file, lines) in files where path == nil || file == path {
            result.total += lines.count
            result.covered += lines.values.count { $0 > 0 }
        }
        return result
    }

    /// The percentage of lines that ran, 0...100; 100 if no line is executable.
    package var percent: Double {
        let (covered, total) = figures()
        return total == 0 ? 100 : Double(covered) * 100 / Double(total)
    }

    /// The paths in order.
    package var paths: [String] { files.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}

/// The lines that ran as Cobertura XML.
///
/// - Source: cobertura.sourceforge.net, coverage-04.dtd.
enum CoberturaReport {
    private static let doctype = "http://cobertura.sourceforge.net/xml/coverage-04.dtd"

    static func text(of coverage: LineCoverage, time: Int64) -> String {
        let (covered, total) = coverage.figures()
        let package = XMLElement(
            "package",
            ["name": "objects", "line-rate": rate(covered, total), "branch-rate": "0", "complexity": "0"],
            children: [XMLElement("classes", children: coverage.paths.map { element(of: $0, coverage) })])
        return XMLElement(
            "coverage",
            [
                "line-rate": rate(covered, total), "branch-rate": "0", "lines-covered": "\(covered)",
                "lines-valid": "\(total)", "branches-covered": "0", "branches-valid": "0", "complexity": "0",
                "version": "1", "timestamp": "\(time)",
            ],
            children: [
                XMLElement("sources", children: [XMLElement("source", text: ".")]),
                XMLElement("packages", children: [package]),
            ]
        ).document(doctype: doctype)
    }

    private static func element(of path: String, _ coverage: LineCoverage) -> XMLElement {
        let (covered, total) = coverage.figures(of: path)
        let lines = (coverage.files[path] ?? [:]).sorted { $0.key < $1.key }.map { line, count in
            XMLElement("line", ["number": "\(line)", "hits": "\(count)", "branch": "false"])
        }
        return XMLElement(
            "class",
            [
                "name": Paths.stem(of: path), "filename": path, "line-rate": rate(covered, total), "branch-rate": "0",
                "complexity": "0",
            ], children: [XMLElement("methods"), XMLElement("lines", children: lines)])
    }

    /// A fraction from 0 to 1 with four decimals.
    private static func rate(_ covered: Int, _ total: Int) -> String {
        Digits.decimal(total > 0 ? covered * 10000 / total : 10000, places: 4)
    }
}
