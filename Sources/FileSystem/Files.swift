#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads and writes files by path, with the calls of POSIX.
public enum Files {
    /// Kind, size and age of what stands at a path; nil where nothing does.
    public static func status(_ path: String) -> FileStatus? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        let kind: FileKind =
            switch info.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            default: .other
            }
        #if canImport(Glibc)
            let time = info.st_mtim
        #else
            let time = info.st_mtimespec
        #endif
        return FileStatus(
            kind: kind, size: Int64(info.st_size),
            modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec), inode: UInt64(info.st_ino))
    }

    /// The whole path of what stands at a path, without links, `.` and `..`; nil where nothing does.
    public static func canonical(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(validatingCString: found)
    }

    /// The whole content of a file, or of standard input for `-`.
    ///
    /// - Parameter limit: the most bytes to take; a longer file is refused without being read.
    /// - throws: what the system says, or `File too large`.
    public static func read(_ path: String, limit: Int = .max) throws(FileSystemError) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystemError(action: "read", path: path, number: errno) }
        defer { if path != "-" { close(descriptor) } }
        var info = stat()
        var expected = 0
        if fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG {
            expected = Int(info.st_size)
            guard expected <= limit else { throw FileSystemError(action: "read", path: path, number: EFBIG) }
        }
        var bytes: [UInt8] = []
        while true {
            // What has no size beforehand grows by its own length, so that reading stays linear.
            let room = max(expected - bytes.count + 1, 4096, bytes.count)
            let start = bytes.count
            var failure: Int32 = 0
            var got = 0
            let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                got = Self.retrying { systemRead(descriptor, buffer.baseAddress, room) }
                if got < 0 { failure = errno }
                count = max(got, 0)
            }
            guard got >= 0 else { throw FileSystemError(action: "read", path: path, number: failure) }
            if start == 0 { bytes = piece } else { bytes += piece }
            guard bytes.count <= limit else { throw FileSystemError(action: "read", path: path, number: EFBIG) }
            if got == 0 || (expected > 0 && bytes.count == expected && got < room) { return bytes }
        }
    }

    /// Writes a file so that a reader sees the old content or the new one, never a part.
    ///
    /// The bytes go to a file beside it, which then takes its name.
    ///
    /// - throws: what the system says; nothing is left behind then.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileSystemError) {
        let temporary = path + ".\(getpid()).part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileSystemError(action: "write", path: path, number: errno) }
        var number: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count, number == 0 {
                let count = Self.retrying {
                    systemWrite(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                }
                if count < 0 { number = errno } else { done += count }
            }
        }
        if close(descriptor) != 0, number == 0 { number = errno }
        if number == 0, rename(temporary, path) != 0 { number = errno }
        if number != 0 {
            unlink(temporary)
            throw FileSystemError(action: "write", path: path, number: number)
        }
    }

    /// The names in a folder, sorted by byte, without `.` and `..`.
    ///
    /// - throws: what the system says.
    public static func list(_ path: String) throws(FileSystemError) -> [String] {
        guard let folder = opendir(path) else { throw FileSystemError(action: "list", path: path, number: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Makes a folder and those above it that are missing.
    ///
    /// - throws: what the system says; a folder that is there already is none.
    public static func makeDirectory(_ path: String) throws(FileSystemError) {
        if mkdir(path, 0o777) == 0 || (errno == EEXIST && status(path)?.kind == .directory) { return }
        let number = errno
        let parent = Paths.directory(of: path)
        guard number == ENOENT, parent != path, parent != "." else {
            throw FileSystemError(action: "make the folder", path: path, number: number)
        }
        try makeDirectory(parent)
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw FileSystemError(action: "make the folder", path: path, number: errno)
        }
    }

    /// Removes a file.
    ///
    /// - throws: what the system says.
    public static func remove(_ path: String) throws(FileSystemError) {
        guard unlink(path) == 0 else { throw FileSystemError(action: "remove", path: path, number: errno) }
    }

    private static func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}

// The names `read` and `write` above hide those of the system.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
