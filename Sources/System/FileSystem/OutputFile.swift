#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that is written piece by piece; each piece is in the file as soon as it is written.
///
/// A regular file is created or emptied; a device, a pipe and the target of a symbolic link are written directly.
package final class OutputFile {
    private let path: String
    private let descriptor: Int32
    /// The first error; nothing is written after it.
    package private(set) var failure: FileSystemError?

    /// How long a pipe may have no reader, in seconds.
    static let patience = 30.0

    /// Opens the file.
    ///
    /// - Parameter mode: the permissions of a new file, less those removed by the user's mask.
    /// - throws: the system's error; waits for a pipe without a reader, but not forever.
    package convenience init(_ path: String, mode: UInt32 = 0o666) throws(FileSystemError) {
        try self.init(try WriteTarget(path), shownAs: path, mode: mode)
    }

    init(_ target: WriteTarget, shownAs path: String, mode: UInt32 = 0o666) throws(FileSystemError) {
        self.path = path
        switch target {
        case .output(let own): descriptor = fcntl(own, F_DUPFD_CLOEXEC, 3)
        case .file(let place, _):
            descriptor = open(place, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, mode_t(mode))
        case .other(let place): descriptor = Self.openThrough(place)
        }
        guard descriptor >= 0 else {
            let reason = errno == ENXIO ? "nobody reads from it" : String(cString: strerror(errno))
            throw FileSystemError(action: "write", path: path, number: errno, reason: reason)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Without O_NONBLOCK, a pipe without a reader would block the program forever.
    private static func openThrough(_ place: String) -> Int32 {
        var left = Int(patience * 100)
        while true {
            let descriptor = open(place, O_WRONLY | O_APPEND | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
            guard descriptor < 0, errno == ENXIO || errno == EINTR, left > 0 else { return descriptor }
            var info = stat()
            guard stat(place, &info) == 0, info.st_mode & S_IFMT == S_IFIFO else {
                errno = ENXIO
                return -1
            }
            left -= 1
            usleep(10_000)
        }
    }

    /// Writes bytes.
    ///
    /// - throws: the system's error, then and at each later call.
    package func write(_ bytes: [UInt8]) throws(FileSystemError) {
        if let failure { throw failure }
        let number = DescriptorOutput.write(bytes, to: descriptor, patience: Self.patience)
        guard number != 0 else { return }
        let reason =
            switch number {
            case EPIPE: "nobody reads from it any more"
            case ETIMEDOUT: "nobody takes what is written to it"
            default: String(cString: strerror(number))
            }
        let error = FileSystemError(action: "write", path: path, number: number, reason: reason)
        failure = error
        throw error
    }
}

/// What a path means for a writer, symbolic links followed.
enum WriteTarget {
    /// A regular file, or none yet, at the end of the links.
    case file(at: String, old: stat?)
    /// A descriptor that this program has open for its own output, as under the name `/dev/stdout`.
    case output(Int32)
    /// A device, a pipe, or a file named only by a descriptor: it must not be replaced.
    case other(at: String)

    private static let mostLinks = 40

    /// Determines what is at the path.
    ///
    /// - throws: the system's error; `Is a directory` for a folder.
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

    /// Standard output or standard error, if that is the same file.
    private static func ownOutput(_ info: stat) -> Int32? {
        [STDOUT_FILENO, STDERR_FILENO].first { descriptor in
            var own = stat()
            return fstat(descriptor, &own) == 0 && own.st_dev == info.st_dev && own.st_ino == info.st_ino
        }
    }
}
