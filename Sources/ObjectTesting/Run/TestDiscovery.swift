public import FileSystem
import ObjectHost

/// Finds the files of tests.
public enum TestDiscovery {
    /// Whether a name is one that tests have: `*_test.lua`, `test_*.lua` or `*_spec.lua`.
    public static func isTestFile(_ name: String) -> Bool { ObjectText.isNameOfTest(name) }

    /// Whether a file of a folder is one of tests: `*_test.lua`, `test_*.lua` or `*_spec.lua`, and no Object that has such
    /// a name.
    public static func isTestFile(_ name: String, in folder: String) -> Bool {
        guard isTestFile(name) else { return false }
        guard name.hasPrefix("object_"), let text = try? Files.read(Paths.join(folder, name), limit: longest) else {
            return true
        }
        return !ObjectText(text).isObject
    }

    /// Longer files are no Objects.
    private static let longest = 4 << 20

    /// The test files at and below the paths, each once, a folder's own before those of its folders, sorted by name.
    ///
    /// A file that is named itself counts whatever its name. Folders whose name starts with a dot are passed over.
    ///
    /// - throws: for a path that is not there or cannot be read.
    public static func files(in paths: [String]) throws(FileSystemError) -> [TestFile] {
        var walk = Walk()
        for path in paths {
            guard let status = Files.status(path) else {
                // The system's own words for why it is not there.
                _ = try Files.read(path, limit: 0)
                continue
            }
            if status.kind == .directory {
                try walk.visit(path, status: status, root: path)
            } else {
                walk.add(TestFile(path: path), status: status)
            }
        }
        return walk.found
    }

    private struct Walk {
        var found: [TestFile] = []
        private var seen: Set<UInt64> = []

        mutating func add(_ file: TestFile, status: FileStatus) {
            if seen.insert(status.inode).inserted { found.append(file) }
        }

        mutating func visit(_ folder: String, status: FileStatus, root: String) throws(FileSystemError) {
            guard seen.insert(status.inode).inserted else { return }
            var folders: [(String, FileStatus)] = []
            for name in try Files.list(folder) where !name.hasPrefix(".") {
                let path = Paths.join(folder, name)
                let isTest = TestDiscovery.isTestFile(name, in: folder)
                guard let status = Files.status(path) else { continue }
                if status.kind == .directory {
                    folders.append((path, status))
                } else if isTest {
                    add(TestFile(path: path, folder: root), status: status)
                }
            }
            for (path, status) in folders { try visit(path, status: status, root: root) }
        }
    }
}
