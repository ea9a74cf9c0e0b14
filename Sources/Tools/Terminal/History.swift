import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The lines typed in earlier sessions: a plain file with one line each, accessible only to its owner.
package final class History {
    private static let limit = 1000
    private let path: String?
    private var last = ""

    /// The history in the user's state folder; there is none without a home.
    convenience init() { self.init(path: UserFolders.state.map { Paths.join($0, "history") }) }

    package init(path: String?) { self.path = path }

    /// The lines, oldest first; the file is truncated if it has grown far too long.
    package func lines() -> [String] {
        guard let path, let bytes = try? Files.read(path, limit: 4 << 20) else { return [] }
        let all = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        let kept = Array(all.suffix(Self.limit))
        if all.count > 2 * Self.limit {
            try? Files.write(Array((kept.joined(separator: "\n") + "\n").utf8), to: path)
            chmod(path, 0o600)
        }
        last = kept.last ?? ""
        return kept
    }

    /// Adds a line; false for an empty line or a repetition of the previous one. It is not an error if the file cannot
    /// be written.
    ///
    /// - Parameter isKept: whether it is also written to the file.
    package func add(_ line: String, keeping isKept: Bool) -> Bool {
        guard line.contains(where: { $0 != " " && $0 != "\t" }), line != last else { return false }
        last = line
        guard isKept, let path, !line.contains("\n") else { return true }
        try? Files.makeDirectory(Paths.directory(of: path))
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        _ = DescriptorOutput.write("\(line)\n".utf8, to: descriptor)
        return true
    }
}
