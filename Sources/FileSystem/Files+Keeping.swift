#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Files {
    /// Keeps a copy of a file beside it as `PATH.orig`, or as `PATH.orig.1` and so on where that is taken.
    ///
    /// - Parameter bytes: the content.
    /// - Returns: the path of the copy, which no other file had.
    /// - throws: what the system says; nothing is left behind then.
    public static func keep(_ bytes: [UInt8], beside path: String) throws(FileSystemError) -> String {
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
