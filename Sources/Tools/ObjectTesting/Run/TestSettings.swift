import FileSystem

/// What one run of tests is about: how to run, which files, and what to report.
package struct TestSettings {
    package var options: TestOptions
    /// Files and folders of tests; with contracts, where their Objects are.
    package var paths: [String]
    /// Definitions whose Objects are tested against them.
    package var contracts: [String] = []
    package var reporters = [ReportDestination(kind: ReporterKind.plain)]
    package var coverage: [ReportDestination<CoverageReport>] = []
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
        return files
    }
}
