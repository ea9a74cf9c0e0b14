import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The definitions of the registry, each under a name of its own, so that versions of one Object make several files.
struct Corpus {
    let folder: String
    private(set) var files: [String] = []

    /// - throws: where there is no registry; `XLWM2M_REGISTRY` says where it is.
    init() throws {
        let registry = getenv("XLWM2M_REGISTRY").map { String(cString: $0) } ?? "../shared/oma-registry"
        folder = (getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") + "/xlwm2m-bench-\(getpid())"
        try Files.makeDirectory(folder)
        for directory in [registry, registry + "/version_history"] where Files.status(directory) != nil {
            for name in try Files.list(directory) where name.hasSuffix(".xml") {
                let bytes = Self.renamed(try Files.read(Paths.join(directory, name)), number: files.count)
                let path = folder + "/\(files.count).xml"
                try Files.write(bytes, to: path)
                files.append(path)
            }
        }
        guard !files.isEmpty else {
            throw BenchmarkError(description: "\(registry) has no definitions; XLWM2M_REGISTRY names their folder")
        }
    }

    /// The definition with a number at the end of the Object's name, which is the first element `Name`.
    private static func renamed(_ bytes: [UInt8], number: Int) -> [UInt8] {
        let end = Array("</Name>".utf8)
        var bytes = bytes
        for index in bytes.indices where bytes[index] == end[0] && bytes[index...].starts(with: end) {
            bytes.insert(contentsOf: " \(number)".utf8, at: index)
            break
        }
        return bytes
    }

    /// The least that reading and writing as many files costs.
    func copy(to target: String) throws {
        try Files.makeDirectory(target)
        for file in files { try Files.write(try Files.read(file), to: Paths.join(target, Paths.name(of: file))) }
    }

    func remove() {
        for directory in (try? Files.list(folder)) ?? [] {
            let path = Paths.join(folder, directory)
            for name in (try? Files.list(path)) ?? [] { try? Files.remove(Paths.join(path, name)) }
            if rmdir(path) != 0 { try? Files.remove(path) }
        }
        rmdir(folder)
    }
}
