import FileSystem
import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs tests again when a file that they use changes.
package struct TestWatch {
    /// How many polls pass before new test files are searched for.
    private static let looksUntilSearch = 5

    private let settings: TestSettings
    private var watch = FileWatch()
    private var uses: [String: Set<String>] = [:]
    private var failed: Set<String> = []

    /// Names the files that turned out to have no tests.
    private let onEmptyFiles: ([TestFile]) -> Void

    package init(_ settings: TestSettings, onEmptyFiles: @escaping ([TestFile]) -> Void) {
        (self.settings, self.onEmptyFiles) = (settings, onEmptyFiles)
    }

    /// Runs all tests, then those affected by each change, until ^C, another terminating signal, or until the reader of
    /// the output is gone.
    ///
    /// - Returns: whether the last run of each file passed.
    /// - throws: `ReportError` for a report that cannot be written.
    package mutating func run(_ files: [TestFile]) throws -> Bool {
        var files = files
        watch.watch(Set(files.map(\.path)))
        try runNow(files)
        var looks = 0
        while !settings.options.shouldEnd() {
            usleep(UInt32(FileWatch.interval) * 1000)
            let (saved, gone) = watch.takeChanges()
            var changed = saved.union(gone)
            looks += 1
            if looks % Self.looksUntilSearch == 0, let found = try? settings.files(), found != files {
                changed.formUnion(Set(found.map(\.path)).subtracting(files.map(\.path)))
                forget(files.filter { !found.contains($0) })
                files = found
            }
            guard !changed.isEmpty else { continue }
            let affected = files.filter { file in
                changed.contains(file.path) || !(uses[file.path] ?? []).isDisjoint(with: changed)
            }
            if !affected.isEmpty { try runNow(affected) }
        }
        return failed.isEmpty
    }

    private mutating func runNow(_ files: [TestFile]) throws {
        let reports = try TestReports(settings)
        let outcome = TestRunner(options: settings.options, reporters: reports.reporters).run(files)
        reports.write(outcome.coverage)
        try reports.close()
        onEmptyFiles(outcome.emptyFiles)
        for file in files {
            uses[file.path] = outcome.uses[file.path]?.paths ?? uses[file.path] ?? [file.path]
            failed.remove(file.path)
        }
        failed.formUnion(outcome.failedFiles)
        watch.watch(uses.values.reduce(into: Set()) { $0.formUnion($1) })
        guard !settings.options.shouldEnd() else { return }
        let count = uses.values.reduce(into: Set()) { $0.formUnion($1) }.count
        Output.errorLine("watching \(count) file\(count == 1 ? "" : "s"), ^C ends")
    }

    private mutating func forget(_ gone: [TestFile]) {
        for file in gone {
            uses[file.path] = nil
            failed.remove(file.path)
        }
    }
}
