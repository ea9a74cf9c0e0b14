import FileSystem
import LwM2M

/// The settings of one test run: how to run, which files, and what to report.
package struct TestSettings {
    package var options: TestOptions
    /// Files and folders of tests; with contracts, where their Objects are.
    package var paths: [String]
    /// Definitions against which their Objects are tested.
    package var contracts: [String] = []
    package var reporters = [ReportDestination(kind: ReporterKind.plain)]
    package var coverage: [ReportDestination<CoverageReport>] = []
    /// Whether each test gets a line in the plain report.
    package var isVerbose = false
    /// Stores what fails, for the next run.
    package var failed: FailedTests?
    /// Which share of the tests runs here; nil for all.
    package var shard: Shard?
    /// How long files and their tests took in an earlier run.
    package var durations = TestDurations()
    /// Writes files that repeat the requests of failed tests.
    package var replays: ReplayFiles?
    /// Whether files without tests are acceptable.
    package var allowsEmpty = false

    package init(options: TestOptions, paths: [String]) { (self.options, self.paths) = (options, paths) }

    /// The test files at all paths, and the definitions.
    ///
    /// - throws: `FileSystemError` for a path that cannot be read, `ContractError` for a definition.
    package func files() throws -> [TestFile] {
        var files: [TestFile] = []
        // With a definition, the paths say where its Object is; the tests there run without one.
        if contracts.isEmpty { files = try TestDiscovery.files(in: paths.isEmpty ? ["."] : paths) }
        for contract in contracts { files += try ContractFiles.files(for: contract, paths: paths) }
        return shard?.files(files, durations) ?? files
    }

    /// The test files that may belong to one Object, and those of its definitions.
    ///
    /// - throws: the same as `files`.
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
