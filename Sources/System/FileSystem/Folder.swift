#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that is held open, and the files in it by name.
///
/// No operation by name leaves the folder: a name is a single path component, and links are not followed.
package struct Folder: ~Copyable {
    /// Its name when it was opened, for messages.
    package let path: String
    let descriptor: Int32

    /// Opens a folder by its path, links followed.
    ///
    /// - throws: the system's error.
    package init(_ path: String) throws(FileSystemError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystemError(action: "open the folder", path: path, number: errno) }
        self.init(path: path, descriptor: descriptor)
    }

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Opens a subfolder.
    ///
    /// - Parameters:
    ///   - creating: whether to create it if it is missing.
    ///   - mode: its permissions in that case, less those removed by the user's mask.
    /// - throws: the system's error, `Too many levels of symbolic links` or `Not a directory` for a link.
    package func folder(_ name: String, creating: Bool, mode: UInt32 = 0o777) throws(FileSystemError) -> Folder {
        try check(name, "open the folder")
        if creating, mkdirat(descriptor, name, mode_t(mode)) != 0, errno != EEXIST {
            throw failure("make the folder", name)
        }
        let opened = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard opened >= 0 else { throw failure("open the folder", name) }
        return Folder(path: Paths.join(path, name), descriptor: opened)
    }

    /// All entries of the folder, sorted by the bytes of the names.
    ///
    /// - throws: the system's error.
    package func entries() throws(FileSystemError) -> [FolderEntry] {
        // Its own descriptor: the position in the listing belongs to it.
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { throw failure("list", nil) }
        guard let stream = fdopendir(own) else {
            let error = failure("list", nil)
            close(own)
            throw error
        }
        defer { closedir(stream) }
        var entries: [FolderEntry] = []
        while let found = try Files.next(in: stream, path) {
            let bytes = withUnsafePointer(to: &found.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                    (0..<strlen(name)).map { UInt8(bitPattern: name[$0]) }
                }
            }
            if bytes == [46] || bytes == [46, 46] { continue }
            // An entry that disappears between the two calls does not count.
            if let entry = try entry(bytes) { entries.append(entry) }
        }
        return entries.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// The entry with a name; nil if there is none.
    ///
    /// - throws: the system's error where it does not say: something may be there.
    package func entry(_ name: String) throws(FileSystemError) -> FolderEntry? { try entry(Array(name.utf8)) }

    private func entry(_ name: [UInt8]) throws(FileSystemError) -> FolderEntry? {
        var info = stat()
        guard Self.isPlain(name) else { return nil }
        let status = (name + [0]).withUnsafeBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { chars in
                chars.baseAddress.map { fstatat(descriptor, $0, &info, AT_SYMLINK_NOFOLLOW) } ?? -1
            }
        }
        guard status == 0 else {
            // A name too long for the disk is the name of nothing.
            if [ENOENT, ENAMETOOLONG].contains(errno) { return nil }
            throw failure("look at", String(decoding: name, as: UTF8.self))
        }
        let kind: FileKind =
            switch info.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .link
            default: .other
            }
        return FolderEntry(bytes: name, kind: kind, size: Int64(info.st_size))
    }

    /// Removes a file or a link, on the disk too; the target of a link stays.
    ///
    /// - throws: the system's error.
    package func remove(_ name: String) throws(FileSystemError) {
        try check(name, "remove")
        guard unlinkat(descriptor, name, 0) == 0 else { throw failure("remove", name) }
        try settle("remove", name)
    }

    /// Renames a file within the folder, replacing any file that has the new name.
    ///
    /// - throws: the system's error.
    package func rename(_ name: String, to other: String) throws(FileSystemError) {
        try check(name, "rename")
        try check(other, "rename")
        guard renameat(descriptor, name, descriptor, other) == 0 else { throw failure("rename", name) }
    }

    /// Removes all permissions except the owner's, if that is this user: from the folder, and from the files in it
    /// whose names `isPrivate` accepts.
    package func makePrivate(_ isPrivate: (String) -> Bool) {
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

    /// Locks the folder for this process until it ends or unlocks it; false if another process holds the lock.
    ///
    /// On a disk without locks, no process ever holds it.
    package func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK }

    /// Unlocks the folder immediately, even if a process that is just being started still has it open.
    package func unlock() { flock(descriptor, LOCK_UN) }

    /// Whether a name is a single path component: not empty, without `/` or NUL, neither `.` nor `..`.
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

/// An entry of a folder, links not followed.
package struct FolderEntry: Hashable, Sendable {
    /// The name as on the disk, which is not always text.
    package var bytes: [UInt8]
    /// Whether it is a file, a folder or something else.
    package var kind: FileKind
    /// The size in bytes.
    package var size: Int64

    /// The name as text; nil if it is not UTF-8.
    package var name: String? { String(validating: bytes, as: UTF8.self) }
}

extension Folder {
    /// Reads bytes of a file.
    ///
    /// - Parameters:
    ///   - offset: where to begin, in bytes.
    ///   - limit: the most bytes to read.
    /// - throws: the system's error; `Invalid argument` for anything that is not a file.
    package func read(_ name: String, from offset: Int = 0, limit: Int) throws(FileSystemError) -> [UInt8] {
        try check(name, "read")
        // Without O_NONBLOCK, opening a pipe would wait for a writer.
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw failure("read", name) }
        defer { close(file) }
        var info = stat()
        guard fstat(file, &info) == 0 else { throw failure("read", name) }
        guard info.st_mode & S_IFMT == S_IFREG, offset >= 0 else {
            throw FileSystemError(action: "read", path: "\(path)/\(name)", number: EINVAL)
        }
        let wanted = max(0, min(limit, Int(info.st_size) - offset))
        var number: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted, number == 0 {
                let got = pread(file, buffer.baseAddress?.advanced(by: count), wanted - count, off_t(offset + count))
                if got > 0 { count += got } else if got == 0 { break } else if errno != EINTR { number = errno }
            }
        }
        guard number == 0 else { throw FileSystemError(action: "read", path: "\(path)/\(name)", number: number) }
        return bytes
    }

    /// Writes a file in a subfolder, so that after any crash it has either the old content or the new.
    ///
    /// The bytes first reach the disk under a temporary name in this folder.
    ///
    /// - Parameter mode: its permissions, less those removed by the user's mask.
    /// - throws: the system's error; then nothing is left behind.
    package func write(
        _ bytes: [UInt8], as temporary: String, movedTo name: String, in folder: borrowing Folder,
        mode: UInt32 = 0o666
    ) throws(FileSystemError) {
        try check(temporary, "write")
        try folder.check(name, "write")
        let file = openat(descriptor, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode_t(mode))
        guard file >= 0 else { throw folder.failure("write", name) }
        var number = Self.fill(file, bytes)
        if close(file) != 0, number == 0 { number = errno }
        if number == 0, renameat(descriptor, temporary, folder.descriptor, name) != 0 { number = errno }
        if number != 0 {
            unlinkat(descriptor, temporary, 0)
            throw FileSystemError(action: "write", path: "\(folder.path)/\(name)", number: number)
        }
        try folder.settle("write", name)
    }

    /// Waits until the current names in the folder are on the disk.
    private func settle(_ action: String, _ name: String) throws(FileSystemError) {
        // Some file systems have nothing to wait for, and say so.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(action, name) }
    }

    /// The number of the error; 0 for none.
    private static func fill(_ file: Int32, _ bytes: [UInt8]) -> Int32 {
        let number = DescriptorOutput.write(bytes, to: file)
        if number != 0 { return number }
        return fsync(file) == 0 ? 0 : errno
    }
}
