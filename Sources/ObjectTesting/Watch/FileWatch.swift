internal import FileSystem

/// Tells which of some files are not what they were.
public struct FileWatch {
    private var known: [String: FileStatus?] = [:]

    public init() {}

    /// Sets the files to watch; those that are new are taken as they are now.
    public mutating func watch(_ paths: Set<String>) {
        known = known.filter { paths.contains($0.key) }
        for path in paths where known[path] == nil { known[path] = .some(Files.status(path)) }
    }

    /// The files that changed, came or went since the last call.
    public mutating func changes() -> Set<String> {
        var changed: Set<String> = []
        for (path, before) in known {
            let now = Files.status(path)
            if now != before {
                known[path] = .some(now)
                changed.insert(path)
            }
        }
        return changed
    }
}
