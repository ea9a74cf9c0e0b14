import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The definitions in a folder, each renamed to be unique, so that versions of one Object make several files.
struct Corpus {
    let folder: String
    private(set) var files: [String] = []

    /// The top of the project: `XLWM2M_CHECKOUT`, or else where the program was started.
    static var checkout: String { Environment.value(of: "XLWM2M_CHECKOUT") ?? "." }

    /// Uses the folder named by `XLWM2M_REGISTRY`, or else the project's own.
    ///
    /// - throws: if it contains no definitions.
    init() throws {
        let registry = Environment.value(of: "XLWM2M_REGISTRY") ?? Self.checkout + "/generator/definitions"
        folder = (Environment.value(of: "TMPDIR") ?? "/tmp") + "/xlwm2m-bench-\(getpid())"
        try Files.makeDirectory(folder)
        let folders = [registry, registry + "/version_history"].filter { Files.status($0) != nil }
        let names = try folders.flatMap { folder in
            try Files.list(folder).filter { $0.hasSuffix(".xml") }.map { Paths.join(folder, $0) }
        }
        // A small set of definitions is used repeatedly, so that the program's start does not affect the figure.
        while !names.isEmpty, files.count < 500 {
            for name in names {
                let path = folder + "/\(files.count).xml"
                try Files.write(Self.renamed(try Files.read(name), number: files.count), to: path)
                files.append(path)
            }
        }
        guard !files.isEmpty else {
            throw BenchmarkError(description: "\(registry) has no definitions; XLWM2M_REGISTRY names their folder")
        }
    }

    /// The definition with a number appended to the Object's name, which is the first `Name` element.
    private static func renamed(_ bytes: [UInt8], number: Int) -> [UInt8] {
        let end = Array("</Name>".utf8)
        var bytes = bytes
        for index in bytes.indices where bytes[index] == end[0] && bytes[index...].starts(with: end) {
            bytes.insert(contentsOf: " \(number)".utf8, at: index)
            break
        }
        return bytes
    }

    /// The minimum cost of reading and writing this many files.
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
