import EmbeddedFiles
import FileSystem

/// Finds the files that a test names: beside it, in the folders above and their `objects/`, in the folders given, and
/// among the Objects that the program carries.
final class ObjectFinder {
    private let folder: String
    private let given: [String]
    private var known: [String: (path: String, bytes: [UInt8])] = [:]
    /// The files that were used, for reports and for the watch.
    private(set) var paths: Set<String> = []

    /// How many folders are tried, from the test's own upwards.
    private static let mostFoldersAbove = 8
    /// Longer files are no Objects.
    private static let longest = 4 << 20

    /// - Parameters:
    ///   - folder: the folder of the test.
    ///   - given: more folders to look in.
    init(folder: String, given: [String]) {
        self.folder = folder
        self.given = given
    }

    /// The finder for the tests of one file.
    convenience init(for job: TestJob, options: TestOptions) {
        self.init(folder: Paths.directory(of: job.file.path), given: options.objectFolders)
    }

    /// Path and content of an Object's file.
    func object(_ name: String) -> (path: String, bytes: [UInt8])? {
        if let found = known[name] { return found }
        for folder in foldersToTry {
            if let found = file(Paths.join(folder, name)) {
                known[name] = found
                return found
            }
        }
        guard let bytes = EmbeddedFiles.bytes(of: "objects/\(name)") else { return nil }
        known[name] = ("objects/\(name)", bytes)
        return known[name]
    }

    /// The file at a path, wherever the test stands.
    func exact(_ path: String) -> (path: String, bytes: [UInt8])? { file(path) }

    /// Path and content of a module for `require`, which stands beside the test: `parts.sensor` is `parts/sensor.lua`.
    func module(_ name: String) -> (path: String, bytes: [UInt8])? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && !$0.utf8.contains(UInt8(ascii: "/")) }) else { return nil }
        let file = parts.joined(separator: "/") + ".lua"
        for folder in [folder] + given {
            if let found = self.file(Paths.join(folder, file)) { return found }
        }
        return nil
    }

    private var foldersToTry: [String] {
        var folders = [folder]
        var above = folder
        for _ in 0..<Self.mostFoldersAbove {
            folders.append(Paths.join(above, "objects"))
            guard above != "/" else { break }
            above = Self.parent(of: above)
            folders.append(above)
        }
        for folder in given { folders += [folder, Paths.join(folder, "objects")] }
        return folders
    }

    /// The folder above; beyond `.` it goes on with `..`.
    private static func parent(of folder: String) -> String {
        if folder == "." { return ".." }
        if Paths.name(of: folder) == ".." { return folder + "/.." }
        return Paths.directory(of: folder)
    }

    private func file(_ path: String) -> (path: String, bytes: [UInt8])? {
        guard Files.status(path)?.kind == .file, let bytes = try? Files.read(path, limit: Self.longest) else {
            return nil
        }
        paths.insert(path)
        return (path, bytes)
    }
}
