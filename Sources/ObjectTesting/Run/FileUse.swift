/// The files that a test file used, and the lines of Objects that ran.
public struct FileUse: Sendable {
    /// The test's own file, the files that it required, the Objects that it loaded.
    public var paths: Set<String>
    public var coverage: LineCoverage
    /// Whether the file was loaded and has no test at all, not even one that a filter leaves out.
    public var isEmpty = false

    public init(paths: Set<String> = [], coverage: LineCoverage = LineCoverage()) {
        self.paths = paths
        self.coverage = coverage
    }
}
