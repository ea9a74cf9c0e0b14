#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads and writes files by path, with POSIX calls.
package enum Files {
    /// The kind, size and modification time of what is at a path; nil if nothing is.
    package static func status(_ path: String) -> FileStatus? { try? existingStatus(at: path) }

    /// Like `status`, for whoever must not take something for nothing.
    ///
    /// - throws: the system's error if it cannot tell whether something is there.
    package static func existingStatus(at path: String) throws(FileSystemError) -> FileStatus? {
        var info = stat()
        guard stat(path, &info) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileSystemError(action: "look at", path: path, number: errno)
        }
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

    /// Whether something is at a path, links followed. Whoever writes where nothing is asks this, and not `status`: what
    /// cannot be looked at is no place that is free.
    ///
    /// - throws: the system's error where it does not say.
    package static func exists(_ path: String) throws(FileSystemError) -> Bool { try existingStatus(at: path) != nil }

    /// Whether a path is a symbolic link, whatever it leads to.
    package static func isLink(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
    }

    /// Whether a path leads to a regular file that users other than its owner can read.
    package static func isReadableByOthers(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG && info.st_mode & 0o044 != 0
    }

    /// The absolute path of what is at a path, without links, `.` and `..`; nil if nothing is.
    package static func canonical(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(validatingCString: found)
    }

    /// The whole content of a file, or of standard input for `-`.
    ///
    /// - Parameter limit: the most bytes to take; a longer file is refused without being read.
    /// - throws: the system's error, or `File too large`.
    package static func read(_ path: String, limit: Int = .max) throws(FileSystemError) -> [UInt8] {
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
            // Without a known size, the buffer grows by its own length, so that reading stays linear.
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

    /// The names in a folder, sorted by byte, without `.` and `..`.
    ///
    /// - throws: the system's error.
    package static func list(_ path: String) throws(FileSystemError) -> [String] {
        guard let folder = opendir(path) else { throw FileSystemError(action: "list", path: path, number: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = try next(in: folder, path) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The next entry of an open folder; nil at its end.
    ///
    /// - throws: the system's error: a listing that breaks off is none.
    static func next(
        in folder: OpaquePointer, _ path: String
    ) throws(FileSystemError) -> UnsafeMutablePointer<dirent>? {
        errno = 0
        if let entry = readdir(folder) { return entry }
        guard errno == 0 else { throw FileSystemError(action: "list", path: path, number: errno) }
        return nil
    }

    /// The same without devices, pipes and sockets: reading one of them may never end.
    ///
    /// - throws: the system's error.
    package static func listReadable(_ path: String) throws(FileSystemError) -> [String] {
        try list(path).filter { status(Paths.join(path, $0))?.kind != .other }
    }

    /// Creates a folder and any missing folders above it.
    ///
    /// - throws: the system's error; a folder that already exists is not an error.
    package static func makeDirectory(_ path: String) throws(FileSystemError) {
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
    /// - throws: the system's error.
    package static func remove(_ path: String) throws(FileSystemError) {
        guard unlink(path) == 0 else { throw FileSystemError(action: "remove", path: path, number: errno) }
    }

    static func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}

// The name `read` above hides the system call.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}

/// What is at a path.
package enum FileKind: Hashable, Sendable {
    case file
    case directory
    /// A symbolic link to anything; only if links are not followed.
    case link
    /// A device, a pipe, a socket.
    case other
}

/// The kind, size and modification time of a file, links followed.
package struct FileStatus: Hashable, Sendable {
    /// Whether it is a file, a folder or something else.
    package var kind: FileKind
    /// The size in bytes.
    package var size: Int64
    /// The modification time in nanoseconds since 1970.
    var modified: Int64
    /// The number that identifies a file on its disk.
    package var inode: UInt64
}

/// A file or folder that could not be used: the path, and the system's reason.
package struct FileSystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The action that failed: `read`, `write`, `list`.
    package var action: String
    /// The path as it was given.
    package var path: String
    /// The number of the system's error (errno).
    package var number: Int32
    /// The reason as text.
    package var reason: String

    package init(action: String, path: String, number: Int32) {
        self.init(action: action, path: path, number: number, reason: String(cString: strerror(number)))
    }

    package init(action: String, path: String, number: Int32, reason: String) {
        self.action = action
        self.path = path
        self.number = number
        self.reason = reason
    }

    /// Whether the reason is the size of the file.
    package var isTooLarge: Bool { number == EFBIG }

    /// Whether the reason is a link that leads round in a circle.
    package var isCircle: Bool { number == ELOOP }

    /// `objects/object_x.lua: cannot read: No such file or directory`.
    package var description: String { "\(path): cannot \(action): \(reason)" }
}

/// Splits and joins paths; text only, no file is touched.
package enum Paths {
    /// The last part of a path: `object_x.lua` of `objects/object_x.lua`.
    package static func name(of path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.last.map(String.init) ?? (path.isEmpty ? "" : "/")
    }

    /// The name without its last extension: `object_x` of `objects/object_x.lua`.
    package static func stem(of path: String) -> String {
        let name = name(of: path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// Everything before the last part: `objects` of `objects/object_x.lua`, `.` if there is nothing before it.
    package static func directory(of path: String) -> String {
        var trimmed = Substring(path)
        while trimmed.count > 1, trimmed.last == "/" { trimmed = trimmed.dropLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    /// A path below a folder; only `name` if the folder is `.` or empty, or if `name` starts with `/`.
    package static func join(_ directory: String, _ name: String) -> String {
        if directory.isEmpty || directory == "." || name.hasPrefix("/") { return name }
        return directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }

    /// Whether a path is a given folder or is below it; both without links, `.` and `..`, as `Files.canonical` returns
    /// them.
    package static func isInside(_ path: String, _ folder: String) -> Bool {
        path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }
}
