#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a path leads to for somebody who writes, symbolic links followed.
enum WriteTarget {
    /// A regular file, or none yet, at the end of the links.
    case file(at: String, old: stat?)
    /// What this program has open for its own output, as under the name `/dev/stdout`.
    case output(Int32)
    /// A device, a pipe, a file that has only the name of a descriptor: nothing may take its place.
    case other(at: String)

    private static let mostLinks = 40

    /// Looks at what stands there.
    ///
    /// - throws: what the system says; `Is a directory` for a folder.
    init(_ path: String) throws(FileSystemError) {
        var place = path
        for _ in 0..<Self.mostLinks {
            var info = stat()
            guard lstat(place, &info) == 0 else {
                guard errno == ENOENT else { throw FileSystemError(action: "write", path: path, number: errno) }
                self = .file(at: place, old: nil)
                return
            }
            let isDescriptor = place.hasPrefix("/proc/") || place.hasPrefix("/dev/fd/")
            if info.st_mode & S_IFMT == S_IFLNK, !isDescriptor {
                guard let next = Self.target(of: place) else {
                    throw FileSystemError(action: "write", path: path, number: errno)
                }
                place = next.hasPrefix("/") ? next : Paths.join(Paths.directory(of: place), next)
                continue
            }
            // The name of a descriptor is a link that only the system can follow.
            guard stat(place, &info) == 0 else { throw FileSystemError(action: "write", path: path, number: errno) }
            let kind = info.st_mode & S_IFMT
            if kind == S_IFDIR { throw FileSystemError(action: "write", path: path, number: EISDIR) }
            if let own = Self.ownOutput(info) {
                self = .output(own)
            } else if kind == S_IFREG, !isDescriptor {
                self = .file(at: place, old: info)
            } else {
                self = .other(at: place)
            }
            return
        }
        throw FileSystemError(action: "write", path: path, number: ELOOP)
    }

    private static func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &buffer, buffer.count)
        return count < 0
            ? nil : String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Standard output or standard error, where that is the same file.
    private static func ownOutput(_ info: stat) -> Int32? {
        [STDOUT_FILENO, STDERR_FILENO].first { descriptor in
            var own = stat()
            return fstat(descriptor, &own) == 0 && own.st_dev == info.st_dev && own.st_ino == info.st_ino
        }
    }
}
