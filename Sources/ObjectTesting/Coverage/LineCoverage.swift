/// Which lines of Objects ran, by the path of their file.
public struct LineCoverage: Hashable, Sendable {
    /// How often each line ran that can run.
    public private(set) var files: [String: [Int: UInt64]] = [:]

    public init() {}

    /// Adds a file: the lines that can run, and the counts of those that did, line 1 first.
    public mutating func add(_ path: String, executable: Set<Int>, counts: [UInt32]) {
        for line in executable {
            let count = line > 0 && line <= counts.count ? UInt64(counts[line - 1]) : 0
            files[path, default: [:]][line, default: 0] += count
        }
    }

    /// Adds the counts of another run.
    public mutating func merge(_ other: LineCoverage) {
        for (path, lines) in other.files {
            files[path, default: [:]].merge(lines) { $0 + $1 }
        }
    }

    /// How many lines can run and how many did, in one file or in all.
    public func figures(of path: String? = nil) -> (covered: Int, total: Int) {
        var result = (covered: 0, total: 0)
        for (file, lines) in files where path == nil || file == path {
            result.total += lines.count
            result.covered += lines.values.count { $0 > 0 }
        }
        return result
    }

    /// The share of lines that ran, 0...100; 100 where there is none to run.
    public var percent: Double {
        let (covered, total) = figures()
        return total == 0 ? 100 : Double(covered) * 100 / Double(total)
    }

    /// The paths in order.
    public var paths: [String] { files.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
