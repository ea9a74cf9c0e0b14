import CLibXML2
import DDF
import FileSystem
import ObjectGenerator

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How long a definition takes until its script is on the disk. The baseline is the least that any generator does:
/// libxml2 reads the same files into a tree, and the same bytes go to the disk.
enum GenerateBenchmarks {
    static let all = [Benchmark(name: "generate/file", run: generate)]

    private static func generate() throws -> Measurement {
        let paths = try definitions()
        let scripts = try paths.flatMap(script)
        var folders: [String] = []
        defer { for folder in folders { remove(folder) } }
        // A folder for each round: to replace a file costs what the file system makes of it.
        func newFolder() throws -> String {
            folders.append(try temporaryFolder())
            return folders[folders.count - 1]
        }
        let (value, baseline) = try Timing.medians(rounds: 9) {
            let folder = try newFolder()
            for (number, path) in paths.enumerated() {
                for script in try script(for: path) { try Files.write(script, to: "\(folder)/object_\(number).lua") }
            }
        } baseline: {
            let folder = try newFolder()
            for path in paths { try readTree(path) }
            for (number, script) in scripts.enumerated() {
                try Files.write(script, to: "\(folder)/object_\(number).lua")
            }
        }
        let scale = 1e3 / Double(paths.count)
        return Measurement(name: "generate/file", value: value * scale, unit: "ms", baseline: baseline * scale)
    }

    private static func script(for path: String) throws -> [[UInt8]] {
        try DDFParser.parse(try Files.read(path), file: path).map { object in
            LuaEmitter.emit(object.definition, name: try ObjectName.name(for: object.definition))
        }
    }

    private static func readTree(_ path: String) throws {
        let isRead = try Files.read(path).withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let document = xmlReadMemory(start, Int32(bytes.count), nil, nil, 0)
            xmlFreeDoc(document)
            return document != nil
        }
        guard isRead else { throw BenchmarkError(description: "libxml2 cannot read \(path)") }
    }

    /// The definitions of the registry that the tests use, or our own where there is none.
    private static func definitions() throws -> [String] {
        let checkout = variable("XLWM2M_CHECKOUT") ?? "."
        let registry = variable("XLWM2M_REGISTRY") ?? checkout + "/../shared/oma-registry"
        let root = Files.status(registry)?.kind == .directory ? registry : checkout + "/generator/definitions"
        var found: [String] = []
        var open = [root]
        while let folder = open.popLast() {
            for name in try Files.list(folder) {
                let path = Paths.join(folder, name)
                if Files.status(path)?.kind == .directory { open.append(path) }
                if name.hasSuffix(".xml") { found.append(path) }
            }
        }
        guard !found.isEmpty else { throw BenchmarkError(description: "\(root) has no definitions") }
        return found
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func temporaryFolder() throws -> String {
        var template =
            Array((variable("TMPDIR") ?? "/tmp").utf8CString.dropLast()) + Array("/xlwm2m-bench-XXXXXX".utf8CString)
        guard let path = mkdtemp(&template) else {
            throw BenchmarkError(description: "no temporary folder can be made")
        }
        return String(cString: path)
    }

    private static func remove(_ folder: String) {
        for name in (try? Files.list(folder)) ?? [] { try? Files.remove(Paths.join(folder, name)) }
        rmdir(folder)
    }
}
