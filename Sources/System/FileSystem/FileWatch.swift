/// Tells which files in a set were saved, or disappeared, since they were last taken.
///
/// A changed file counts as saved when two checks in a row find it the same, so that none is read half written, and as
/// gone when several checks in a row have not found it: with editors that write a new file and rename it, the file is
/// missing for a moment.
package struct FileWatch {
    /// The time between two checks, in milliseconds.
    package static let interval = 100
    private static let patience = 8

    /// What each file was like when it was taken; nil if it did not exist.
    private var taken: [String: FileStatus?] = [:]
    /// The status of changed files at the last check.
    private var candidates: [String: FileStatus] = [:]
    /// How many checks in a row have not found a file.
    private var missing: [String: Int] = [:]

    package init() {}

    /// Sets the files to watch; new ones are taken as they are now.
    package mutating func watch(_ paths: Set<String>) {
        var files: [String: FileStatus?] = [:]
        for path in paths { files[path] = taken[path] ?? .some(Files.status(path)) }
        watch(files)
    }

    /// Sets the files to watch, each as it was taken; nil if it has not been taken yet.
    package mutating func watch(_ files: [String: FileStatus?]) {
        for (path, status) in files { taken[path] = .some(status ?? taken[path] ?? nil) }
        taken = taken.filter { files.keys.contains($0.key) }
        candidates = candidates.filter { files.keys.contains($0.key) }
        missing = missing.filter { files.keys.contains($0.key) }
    }

    /// Checks all files; returns those that were saved and those that are gone, and takes each as it is now.
    package mutating func takeChanges() -> (saved: Set<String>, gone: Set<String>) {
        var saved: Set<String> = []
        var gone: Set<String> = []
        for (path, before) in taken {
            guard let now = Files.status(path) else {
                missing[path, default: 0] += 1
                if missing[path] == Self.patience, before != nil {
                    taken[path] = .some(nil)
                    gone.insert(path)
                }
                continue
            }
            missing[path] = nil
            if now == before {
                candidates[path] = nil
            } else if candidates[path] == now {
                candidates[path] = nil
                taken[path] = now
                saved.insert(path)
            } else {
                candidates[path] = now
            }
        }
        return (saved, gone)
    }
}
