#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Folder {
    /// Bytes of a file.
    ///
    /// - Parameters:
    ///   - offset: where to begin, in bytes.
    ///   - limit: the most bytes to read.
    /// - throws: what the system says; `Invalid argument` for what is no file.
    public func read(_ name: String, from offset: Int = 0, limit: Int) throws(FileSystemError) -> [UInt8] {
        try check(name, "read")
        // Without O_NONBLOCK a pipe would wait for somebody who writes.
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

    /// Writes a file of a folder in this one, so that after any crash it has the old content or the new one.
    ///
    /// The bytes reach the disk under the temporary name in this folder first.
    ///
    /// - Parameter mode: its rights, less what the user's mask takes away.
    /// - throws: what the system says; nothing is left behind then.
    public func write(
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
    }

    /// The number of the error; 0 for none.
    private static func fill(_ file: Int32, _ bytes: [UInt8]) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = systemWrite(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                if count >= 0 { done += count } else if errno != EINTR { return errno }
            }
            return fsync(file) == 0 ? 0 : errno
        }
    }
}

// The method `write` hides the call of the system.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
