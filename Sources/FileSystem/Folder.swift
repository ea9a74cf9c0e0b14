#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that is held open, and the files in it by name.
///
/// Nothing that is done by name leaves the folder: a name is one part of a path, and links are not followed.
public struct Folder: ~Copyable {
    /// As it was named when it was opened, for messages.
    public let path: String
    let descriptor: Int32

    /// Opens a folder by its path, links followed.
    ///
    /// - throws: what the system says.
    public init(_ path: String) throws(FileSystemError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystemError(action: "open the folder", path: path, number: errno) }
        self.init(path: path, descriptor: descriptor)
    }

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Opens a folder in this one.
    ///
    /// - Parameters:
    ///   - creating: whether to make it where it is missing.
    ///   - mode: its rights then, less what the user's mask takes away.
    /// - throws: what the system says, `Too many levels of symbolic links` or `Not a directory` for a link.
    public func folder(_ name: String, creating: Bool, mode: UInt32 = 0o777) throws(FileSystemError) -> Folder {
        try check(name, "open the folder")
        if creating, mkdirat(descriptor, name, mode_t(mode)) != 0, errno != EEXIST {
            throw failure("make the folder", name)
        }
        let opened = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard opened >= 0 else { throw failure("open the folder", name) }
        return Folder(path: Paths.join(path, name), descriptor: opened)
    }

    /// All that stands in the folder, sorted by the bytes of the names.
    ///
    /// - throws: what the system says.
    public func entries() throws(FileSystemError) -> [FolderEntry] {
        // A descriptor of its own: the position in the listing belongs to it.
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { throw failure("list", nil) }
        guard let stream = fdopendir(own) else {
            let error = failure("list", nil)
            close(own)
            throw error
        }
        defer { closedir(stream) }
        var entries: [FolderEntry] = []
        while let found = readdir(stream) {
            let bytes = withUnsafePointer(to: &found.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                    (0..<strlen(name)).map { UInt8(bitPattern: name[$0]) }
                }
            }
            if bytes == [46] || bytes == [46, 46] { continue }
            // What goes away between the two calls is not there.
            if let entry = entry(bytes) { entries.append(entry) }
        }
        return entries.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// What stands under a name; nil for nothing.
    public func entry(_ name: String) -> FolderEntry? { entry(Array(name.utf8)) }

    private func entry(_ name: [UInt8]) -> FolderEntry? {
        var info = stat()
        guard Self.isPlain(name),
            (name + [0]).withUnsafeBytes({ buffer in
                buffer.withMemoryRebound(to: CChar.self) { chars in
                    chars.baseAddress.map { fstatat(descriptor, $0, &info, AT_SYMLINK_NOFOLLOW) } ?? -1
                }
            }) == 0
        else { return nil }
        let kind: FileKind =
            switch info.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .link
            default: .other
            }
        return FolderEntry(bytes: name, kind: kind, size: Int64(info.st_size))
    }

    /// Removes a file or a link; what the link leads to stays.
    ///
    /// - throws: what the system says.
    public func remove(_ name: String) throws(FileSystemError) {
        try check(name, "remove")
        guard unlinkat(descriptor, name, 0) == 0 else { throw failure("remove", name) }
    }

    /// Gives a file another name in the folder, in place of a file that has it.
    ///
    /// - throws: what the system says.
    public func rename(_ name: String, to other: String) throws(FileSystemError) {
        try check(name, "rename")
        try check(other, "rename")
        guard renameat(descriptor, name, descriptor, other) == 0 else { throw failure("rename", name) }
    }

    /// Takes all rights away from everybody but the owner, where that is this user: of the folder, and of the files in
    /// it with one of the names that `isPrivate` picks.
    public func makePrivate(_ isPrivate: (String) -> Bool) {
        var info = stat()
        if fstat(descriptor, &info) == 0, info.st_uid == geteuid(), info.st_mode & 0o077 != 0 {
            fchmod(descriptor, info.st_mode & 0o700)
        }
        for entry in (try? entries()) ?? [] where entry.kind == .file {
            guard let name = entry.name, isPrivate(name),
                fstatat(descriptor, name, &info, AT_SYMLINK_NOFOLLOW) == 0, info.st_uid == geteuid(),
                info.st_mode & S_IFMT == S_IFREG, info.st_mode & 0o077 != 0
            else { continue }
            fchmodat(descriptor, name, info.st_mode & 0o700, 0)
        }
    }

    /// Takes the folder for this process until it ends or lets go of it; false where another has it.
    ///
    /// On a disk that knows no locks nobody has it.
    public func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK }

    /// Lets go of the folder at once, also where a process that is just being started still has it open.
    public func unlock() { flock(descriptor, LOCK_UN) }

    /// Whether a name is one part of a path: not empty, no `/` or NUL in it, neither `.` nor `..`.
    static func isPlain(_ name: some Collection<UInt8>) -> Bool {
        !name.isEmpty && !name.contains(47) && !name.contains(0) && !name.elementsEqual([46])
            && !name.elementsEqual([46, 46])
    }

    func check(_ name: String, _ action: String) throws(FileSystemError) {
        guard Self.isPlain(name.utf8) else {
            throw FileSystemError(action: action, path: Paths.join(path, name), number: EINVAL)
        }
    }

    /// The last error of the system.
    func failure(_ action: String, _ name: String?) -> FileSystemError {
        let number = errno
        return FileSystemError(action: action, path: name.map { "\(path)/\($0)" } ?? path, number: number)
    }
}
