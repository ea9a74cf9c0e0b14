import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that goes with the program, for what a module keeps in a run that keeps nothing.
struct TemporaryFolder {
    let path: String

    /// - throws: a failure where none can be made.
    init() throws {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(place)/xlwm2m-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandFailure.couldNotRun("\(place) takes no folder: \(String(cString: strerror(errno)))")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Takes it away with all that is in it.
    func remove() { Self.remove(path) }

    private static func remove(_ path: String) {
        for name in (try? Files.list(path)) ?? [] {
            let entry = "\(path)/\(name)"
            // A link is taken away itself, whatever it leads to.
            if unlink(entry) != 0 { remove(entry) }
        }
        rmdir(path)
    }
}
