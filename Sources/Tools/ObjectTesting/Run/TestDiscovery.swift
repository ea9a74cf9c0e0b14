package import FileSystem
package import Lua
import ObjectHost

/// Finds test files.
package enum TestDiscovery {
    /// Whether a name is that of a test file: `*_test.lua`, `test_*.lua` or `*_spec.lua`.
    package static func isTestFile(_ name: String) -> Bool { ObjectText.isNameOfTest(name) }

    /// Whether a file in a folder is a test file: `*_test.lua`, `test_*.lua` or `*_spec.lua`, and not an Object with
    /// such a name.
    package static func isTestFile(_ name: String, in folder: String) -> Bool {
        guard isTestFile(name) else { return false }
        guard name.hasPrefix("object_"), let text = try? Files.read(Paths.join(folder, name), limit: longest) else {
            return true
        }
        return !ObjectText(text).isObject
    }

    /// Longer files are not Objects.
    private static let longest = 4 << 20

    /// The test files at and below the paths, each once, sorted by name; a folder's own files precede its subfolders.
    ///
    /// A file that is given by path counts whatever its name. Folders whose names start with a dot are skipped.
    ///
    /// - throws: if a path does not exist or cannot be read.
    package static func files(in paths: [String]) throws(FileSystemError) -> [TestFile] {
        var walk = Walk()
        for path in paths {
            guard let status = Files.status(path) else {
                // The system's own explanation of why it is missing.
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

        /// Nil for a link that leads to nothing, or round in a circle.
        private static func status(of path: String) throws(FileSystemError) -> FileStatus? {
            do throws(FileSystemError) { return try Files.existingStatus(at: path) } catch {
                guard error.isCircle else { throw error }
                return nil
            }
        }

        mutating func visit(_ folder: String, status: FileStatus, root: String) throws(FileSystemError) {
            guard seen.insert(status.inode).inserted else { return }
            var folders: [(String, FileStatus)] = []
            for name in try Files.listReadable(folder) where !name.hasPrefix(".") {
                let path = Paths.join(folder, name)
                let isTest = TestDiscovery.isTestFile(name, in: folder)
                guard let status = try Self.status(of: path) else { continue }
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

/// A test file, or a definition from which tests are made.
package struct TestFile: Hashable, Sendable {
    /// Where the tests come from.
    package enum Content: Hashable, Sendable {
        /// Lua in the file itself.
        case script
        /// The definition of an Object, against which the Object's file is tested.
        case contract(ContractSource)
    }

    /// The path as given or found.
    package var path: String
    package var content: Content
    /// The given folder in which the file was found; nil if the file itself was given.
    package var folder: String?
    /// Which of its tests run on this machine; nil for all.
    var part: FilePart?

    /// Whether the file itself was given rather than found in a folder.
    package var isNamed: Bool { folder == nil }

    package init(path: String, content: Content = .script, folder: String? = nil) {
        self.path = path
        self.content = content
        self.folder = folder
    }
}

/// The files that a test file used, and the lines of Objects that ran.
package struct FileUse: Sendable {
    /// The test file itself, the files that it required and the Objects that it loaded.
    package var paths: Set<String>
    package var coverage: LineCoverage
    /// The Objects that its tests loaded.
    package var objects: [ObjectFile] = []
    /// The cost of the functions in its scripts.
    package var profile = LuaProfile()
    /// Whether the file was loaded and has no tests at all, not even ones excluded by a filter.
    package var isEmpty = false
    /// Whether tests of the file were skipped because the run was to end.
    package var isCutShort = false

    package init(paths: Set<String> = [], coverage: LineCoverage = LineCoverage()) {
        self.paths = paths
        self.coverage = coverage
    }
}

/// A test of a file, known before it runs.
package struct CollectedTest: Hashable, Sendable {
    /// Its number in the file, from 1, in source order.
    package var number: Int
    /// The names of the blocks around it, outermost first.
    package var blocks: [String]
    package var name: String
    package var place: SourcePlace
    /// The numbers of the blocks around it that have a `setup` or a `teardown`, outermost first.
    package var sharedBlocks: [Int]

    package init(number: Int, blocks: [String], name: String, place: SourcePlace, sharedBlocks: [Int] = []) {
        self.number = number
        self.blocks = blocks
        self.name = name
        self.place = place
        self.sharedBlocks = sharedBlocks
    }

    /// The names of blocks and test, `a sensor > tells the host`.
    package var fullName: String { (blocks + [name]).joined(separator: " > ") }
}
