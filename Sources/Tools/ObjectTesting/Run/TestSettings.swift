import FileSystem
import LwM2M

/// What one run of tests is about: how to run, which files, and what to report.
package struct TestSettings {
    package var options: TestOptions
    /// Files and folders of tests; with contracts, where their Objects are.
    package var paths: [String]
    /// Definitions whose Objects are tested against them.
    package var contracts: [String] = []
    package var reporters = [ReportDestination(kind: ReporterKind.plain)]
    package var coverage: [ReportDestination<CoverageReport>] = []
    /// Whether each test has a line in the plain report.
    package var isVerbose = false
    /// Keeps what fails, for the next run.
    package var failed: FailedTests?
    /// Which part of the tests runs here; nil for all.
    package var shard: Shard?
    /// What files and their tests took in an earlier run.
    package var durations = TestDurations()
    /// Writes files that do the requests of failed tests again.
    package var replays: ReplayFiles?
    /// Whether files without a test are all right.
    package var allowsEmpty = false

    package init(options: TestOptions, paths: [String]) { (self.options, self.paths) = (options, paths) }

    /// The test files of all paths, and the definitions.
    ///
    /// - throws: `FileSystemError` for a path that cannot be read, `ContractError` for a definition.
    package func files() throws -> [TestFile] {
        var files: [TestFile] = []
        // With a definition the paths say where its Object is; their own tests run without it.
        if contracts.isEmpty { files = try TestDiscovery.files(in: paths.isEmpty ? ["."] : paths) }
        for contract in contracts { files += try ContractFiles.files(for: contract, paths: paths) }
        return shard?.files(files, durations) ?? files
    }

    /// The test files that may be of one Object, and those of its definitions.
    ///
    /// - throws: as `files`.
    package func files(ofObjectAt object: String) throws -> [TestFile] {
        var files = try TestDiscovery.files(in: paths.isEmpty ? [Paths.directory(of: object)] : paths)
        guard !contracts.isEmpty, let id = ContractSource.objectID(of: object) else { return files }
        for contract in contracts {
            files += try ContractFiles.files(for: contract, paths: [object]).filter { file in
                if case .contract(let source) = file.content { source.definition.id == id } else { false }
            }
        }
        return files
    }
}
