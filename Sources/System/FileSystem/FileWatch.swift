/// Tells which of some files were saved, or went away, since they were last taken.
///
/// A file counts as saved when two looks in a row find it the same, so that none is read half written, and as gone when
/// several looks have missed it: editors that write a new file and rename it leave none for a moment.
package struct FileWatch {
    /// The time between two looks, in milliseconds.
    package static let interval = 100
    private static let patience = 8

    /// What each file was like when it was taken; nil if there was none.
    private var taken: [String: FileStatus?] = [:]
    /// What changed files looked like at the last look.
    private var candidates: [String: FileStatus] = [:]
    /// How many looks in a row have missed a file.
    private var missing: [String: Int] = [:]

    package init() {}

    /// Sets the files to watch; those that are new are taken as they are now.
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

    /// Looks at all files; returns those that were saved and those that are gone, and takes each as it is now.
    package mutating func look() -> (saved: Set<String>, gone: Set<String>) {
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
