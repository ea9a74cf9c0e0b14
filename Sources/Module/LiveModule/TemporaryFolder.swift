package import FileSystem
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that is removed with the program, for a module in a run that keeps nothing.
///
/// It is locked as long as the program lives. A folder without a lock was left by a run that was killed, and is removed
/// when the next run creates its own.
package struct TemporaryFolder {
    package let path: String
    private let descriptor: Int32
    private static let prefix = "xlwm2m-"

    /// - throws: an error if no folder can be created.
    package init() throws(FileSystemError) {
        let place = Environment.value(of: "TMPDIR") ?? "/tmp"
        Self.clear(place)
        var made: (path: String, descriptor: Int32)?
        while made == nil {
            var template = Array("\(place)/\(Self.prefix)XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else {
                throw FileSystemError(action: "make a folder in it", path: place, number: errno)
            }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            // Another run may have considered it abandoned in between.
            if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK,
                Files.status(path) != nil
            {
                made = (path, descriptor)
            } else if descriptor >= 0 {
                close(descriptor)
            }
        }
        (path, descriptor) = made ?? ("", -1)
    }

    /// The folder within it that a flash may create and lock for itself.
    package var flash: String { path + "/flash" }

    /// Removes it with everything in it.
    package func remove() {
        Self.remove(path)
        close(descriptor)
    }

    private static func clear(_ place: String) {
        for name in (try? Files.list(place)) ?? []
        where name.hasPrefix(prefix) && name.utf8.count == prefix.utf8.count + 6 {
            let path = "\(place)/\(name)"
            let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard folder >= 0 else { continue }
            defer { close(folder) }
            var info = stat()
            guard fstat(folder, &info) == 0, info.st_uid == geteuid() else { continue }
            if flock(folder, LOCK_EX | LOCK_NB) == 0, isOurs(path) { remove(path) }
        }
    }

    /// Whether it contains nothing but what a run puts there: someone else may use the same name.
    private static func isOurs(_ path: String) -> Bool {
        let names = (try? Files.list(path)) ?? ["?"]
        return names.allSatisfy { $0 == "flash" || FlashTag($0) != nil || $0 == ".writing" }
    }

    private static func remove(_ path: String) {
        for name in (try? Files.list(path)) ?? [] {
            let entry = "\(path)/\(name)"
            // A link is itself removed, whatever it points to.
            if unlink(entry) != 0 { remove(entry) }
        }
        rmdir(path)
    }
}
