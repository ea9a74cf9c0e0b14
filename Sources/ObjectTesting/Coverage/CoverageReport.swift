import Wording

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The forms in which the lines that ran are reported.
public enum CoverageReport: String, CaseIterable, Sendable {
    /// A table for people.
    case text
    /// The tracefile of lcov.
    case lcov
    /// The XML of Cobertura, which build servers read.
    case cobertura

    /// The report of a run.
    ///
    /// - Parameter time: seconds since 1970, for the forms that state it.
    public func text(of coverage: LineCoverage, time: Int64) -> String {
        switch self {
        case .text: Self.table(coverage)
        case .lcov: Self.tracefile(coverage)
        case .cobertura: CoberturaReport.text(of: coverage, time: time)
        }
    }

    /// A share as text with one decimal, `87.5`; whole only where it is so.
    public static func percent(_ covered: Int, of total: Int) -> String {
        guard total > 0 else { return "100.0" }
        // Rounded down: 99.96 is not yet all.
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

    /// Line numbers with neighbours joined, `12-14 20`.
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

    /// The path from the root, as genhtml wants it; as it is for a file that is not on the disk.
    private static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
