/// What a check found.
public struct CheckReport: Hashable, Sendable {
    /// The product that was checked for.
    public var product: String
    /// The paths of the files that were checked, sorted.
    public var files: [String]
    /// Sorted by file and line.
    public var findings: [Finding]
    /// What each set of Lua files does to the start of the client.
    public var sets: [SetVerdict]

    /// Whether the client of the module starts with the files of one set.
    public struct SetVerdict: Hashable, Sendable {
        /// The folder, or empty for files named one by one.
        public var name: String
        /// The files that keep the client from starting.
        public var stoppers: [String]
        /// Whether the product says on its line that its client ended.
        public var endsWithURC: Bool
    }

    /// The number of findings of a severity.
    public func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

    /// Whether there is nothing to mend: notes do not count.
    public var isClean: Bool { count(.error) == 0 && count(.warning) == 0 }

    /// Whether the client starts with every set.
    public var starts: Bool { sets.allSatisfy(\.stoppers.isEmpty) }
}
