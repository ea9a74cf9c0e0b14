import Threads

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that has yet to get its final name: `NAME.xlwm2m-PID-1.part` next to it, locked as long as its program lives.
///
/// The system releases the lock when the program ends, however it ends. A file with such a name and no lock was left by
/// a run that was killed, and is removed when the next run writes in the folder.
struct TemporaryFile: ~Copyable {
    let descriptor: Int32
    private let path: String
    private static let mark = ".xlwm2m-"
    private static let ending = ".part"
    /// How much of the name fits into 255 bytes together with the suffix.
    private static let longestStem = 200

    /// Creates one for the file at a path; nil if the system refuses, with the reason in `errno`.
    init?(beside path: String) {
        let folder = Paths.directory(of: path)
        Self.clear(folder, for: Paths.name(of: path))
        let stem = Paths.name(of: path).utf8.prefix(Self.longestStem)
        for number in 1...1000 {
            let name = String(decoding: stem, as: UTF8.self) + "\(Self.mark)\(getpid())-\(number)\(Self.ending)"
            let candidate = Paths.join(folder, name)
            let file = open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
            if file < 0, errno == EEXIST { continue }
            guard file >= 0 else { return nil }
            // Another run may have considered it abandoned in the meantime.
            var info = stat()
            if flock(file, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { close(file); continue }
            guard fstat(file, &info) == 0, info.st_nlink > 0 else { close(file); continue }
            (descriptor, self.path) = (file, candidate)
            return
        }
        errno = EEXIST
        return nil
    }

    /// Closes it and gives it its final name, or removes it if the path is nil.
    ///
    /// - Returns: the number of the error; nil if there is none.
    consuming func end(takingNameOf path: String?) -> Int32? {
        var number: Int32?
        if let path, rename(self.path, path) != 0 { number = errno }
        if path == nil || number != nil { unlink(self.path) }
        if close(descriptor) != 0, number == nil, path != nil { number = errno }
        return number
    }

    // MARK: - What killed runs left

    private static let cleared = ClearedFolders()

    /// Removes what killed runs left in a folder, once per run.
    ///
    /// - Parameter name: the file that is written there.
    static func clear(_ folder: String, for name: String) {
        guard cleared.isFirst(isScript(name[...]) ? folder : Paths.join(folder, name)) else { return }
        for entry in (try? Files.list(folder)) ?? [] where entry.hasSuffix(ending) {
            let stem = entry.dropLast(ending.count)
            if let mark = stem.ranges(of: mark).last {
                let numbers = stem[mark.upperBound...].split(separator: "-", omittingEmptySubsequences: false)
                if numbers.count == 2, numbers.allSatisfy({ Int32($0) != nil }) {
                    removeIfAbandoned(Paths.join(folder, entry), by: nil)
                }
            } else if let dot = stem.lastIndex(of: "."), let process = Int32(stem[stem.index(after: dot)...]),
                stem[..<dot] == name || isScript(stem[..<dot])
            {
                // As earlier versions named them, without a lock.
                removeIfAbandoned(Paths.join(folder, entry), by: process)
            }
        }
    }

    private static func isScript(_ name: Substring) -> Bool { name.hasPrefix("object_") && name.hasSuffix(".lua") }

    /// - Parameter process: the process that made it, if no lock says whether that is still running.
    private static func removeIfAbandoned(_ path: String, by process: pid_t?) {
        if let process, process <= 0 || kill(process, 0) == 0 || errno != ESRCH { return }
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        var info = stat()
        guard fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_uid == geteuid() else { return }
        if flock(file, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    }
}

/// The folders that a run has cleared already; several threads may write.
///
/// `@unchecked Sendable`: the monitor guards its only content.
private final class ClearedFolders: @unchecked Sendable {
    private let monitor = Monitor()
    private var names: Set<String> = []

    /// Whether this name has not been asked for before.
    func isFirst(_ name: String) -> Bool { monitor.locked { names.insert(name).inserted } }
}
