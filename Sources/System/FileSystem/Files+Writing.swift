#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Files {
    /// Writes a whole file to what is at a path.
    ///
    /// For a regular file, or if there is none, a reader sees either the old content or the new, never a part: the
    /// bytes go to a file next to it, which then takes its name, with the permissions and the owner of the old one. A
    /// symbolic link is followed and stays. A device or a pipe is written through.
    ///
    /// - throws: the system's error; then a regular file is as it was, and nothing is left next to it.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileSystemError) {
        let target = try WriteTarget(path)
        guard case .file(let place, let old) = target else {
            return try OutputFile(target, shownAs: path).write(bytes)
        }
        var number = old == nil || access(place, W_OK) == 0 ? 0 : errno
        if number == 0 { number = replace(place, old, with: bytes) }
        // A file may be writable in a folder that is not, or be its own mount: then it cannot be replaced.
        if [EACCES, EPERM, EBUSY, EROFS].contains(number), old != nil, access(place, W_OK) == 0 {
            return try OutputFile(target, shownAs: path).write(bytes)
        }
        if number != 0 { throw FileSystemError(action: "write", path: path, number: number) }
    }

    /// Tells whether `write` could write to a path, and touches nothing: for whoever writes only after a long time.
    ///
    /// - throws: the system's error.
    package static func checkWritable(_ path: String) throws(FileSystemError) {
        let place: String
        switch try WriteTarget(path) {
        case .output: return
        case .file(let file, let old): place = old == nil ? Paths.directory(of: file) : file
        case .other(let device): place = device
        }
        guard access(place, W_OK) != 0 else { return }
        throw FileSystemError(action: "write", path: path, number: errno)
    }

    /// Removes what killed runs left in a folder of scripts; files that a running one is writing stay.
    ///
    /// Writing to the folder does this anyway.
    package static func clearLeftovers(in folder: String) { TemporaryFile.clear(folder, for: "object_.lua") }

    /// - Returns: the number of the error; 0 for none.
    private static func replace(_ place: String, _ old: stat?, with bytes: [UInt8]) -> Int32 {
        guard let temporary = TemporaryFile(beside: place) else { return errno }
        var number = DescriptorOutput.write(bytes, to: temporary.descriptor)
        if number == 0, let old {
            // If the user may not give the file away, it stays theirs; permissions are set last, since a change of
            // owner clears some of them.
            if old.st_uid != geteuid() || old.st_gid != getegid() {
                _ = fchown(temporary.descriptor, old.st_uid, old.st_gid)
            }
            if fchmod(temporary.descriptor, old.st_mode & 0o7777) != 0 { number = errno }
        }
        return temporary.end(takingNameOf: number == 0 ? place : nil) ?? number
    }
}

extension Files {
    /// Keeps a copy of a file next to it as `PATH.orig`, or as `PATH.orig.1` and so on if that exists.
    ///
    /// - Parameter bytes: the content.
    /// - Returns: the path of the copy, which did not exist before.
    /// - throws: the system's error; then nothing is left behind.
    package static func keep(_ bytes: [UInt8], beside path: String) throws(FileSystemError) -> String {
        var copy = path + ".orig"
        var number = 0
        while true {
            let descriptor = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 {
                close(descriptor)
                break
            }
            guard errno == EEXIST, number < 100_000 else {
                throw FileSystemError(action: "keep the old file as", path: copy, number: errno)
            }
            number += 1
            copy = "\(path).orig.\(number)"
        }
        do throws(FileSystemError) { try write(bytes, to: copy) } catch {
            unlink(copy)
            throw error
        }
        return copy
    }
}
