import FileSystem
import Randomness

/// The tests that failed in their last run in a folder, kept in a file of the user for `--failed`.
package final class FailedTests: Reporter {
    /// Where they are kept.
    private let path: String
    /// The failed tests of earlier runs.
    package private(set) var names: [TestName] = []
    private var ran: Set<TestName> = []
    private var failed: [TestName] = []

    /// Reads what is known about the current folder; nil without a home folder.
    package init?() {
        guard let folder = UserFolders.state, let here = Files.canonical(".") else { return nil }
        path = Paths.join(folder, "failed-\(String(FNV1a(here.utf8).value, radix: 16))")
        guard let text = try? Files.read(path, limit: Self.longest) else { return }
        names = String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            return parts.count == 2 ? TestName(file: parts[0], name: parts[1]) : nil
        }
    }

    private static let longest = 4 << 20
    /// The most that are kept.
    private static let most = 10_000

    package func finished(_ result: TestResult) {
        let name = TestName(file: result.file, name: result.fullName)
        ran.insert(name)
        if result.failure != nil, !failed.contains(name) { failed.append(name) }
    }

    package func failed(_ problem: TestProblem) {}

    /// Keeps what failed now, and what failed before and was not run this time.
    package func ended(_ summary: TestSummary) {
        let left = names.filter { !ran.contains($0) && Files.status($0.file) != nil } + failed
        guard left != names else { return }
        // Nobody types a name of several lines, and this file could not represent one.
        let lines = left.prefix(Self.most).filter { !($0.file + $0.name).contains { $0.isNewline || $0 == "\t" } }
            .map { "\($0.file)\t\($0.name)\n" }
        // If they cannot be stored, there is nothing to run again, but that is no reason to fail.
        try? Files.makeDirectory(Paths.directory(of: path))
        try? Files.write(Array(lines.joined().utf8), to: path)
    }
}
