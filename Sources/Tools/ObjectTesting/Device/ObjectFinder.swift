import EmbeddedFiles
import FileSystem

/// Finds the files that a test names: next to it, in the folders above it that belong to the run, in the given folders,
/// and among the Objects embedded in the program.
///
/// A test names files, not locations: no path, link or device leads it anywhere else.
final class ObjectFinder {
    /// A file that a test may use.
    typealias File = (path: String, bytes: [UInt8])

    /// Why a test is refused a file that it named: what is wrong, a colon, what to do.
    struct Refusal: Error, CustomStringConvertible {
        var description: String
    }

    /// The folder of the test.
    private let folder: String
    private let given: [String]
    /// A file whose text is replaced.
    private let planted: PlantedFile?
    /// The folders of the run and the given ones, in search order; no link may lead out of them.
    private let roots: [String]
    /// The folders in which an Object may be: the roots and their `objects/` subfolders.
    private let folders: [String]
    private var known: [String: File] = [:]
    /// The files that were used, for reports and for watching.
    private(set) var paths: Set<String> = []

    /// Longer files are not Objects.
    static let longest = 4 << 20

    /// - Parameters:
    ///   - folder: the folder of the test.
    ///   - root: the folder given for the run that contains the test; nil if the test file itself was given.
    ///   - given: more folders to search.
    init(folder: String, root: String?, given: [String], planted: PlantedFile? = nil) {
        self.planted = planted
        self.folder = folder
        self.given = given
        roots = [folder] + Self.above(folder, root: root) + given
        folders = roots.flatMap { [$0, Paths.join($0, "objects")] }
    }

    /// The finder for the tests of one file.
    convenience init(for job: TestJob, options: TestOptions) {
        self.init(
            folder: Paths.directory(of: job.file.path), root: job.file.folder, given: options.objectFolders,
            planted: options.planted)
    }

    /// The path and content of an Object's file.
    ///
    /// - throws: if the name is not that of a Lua file, or the file does not exist or must not be used.
    func object(_ name: String) throws(Refusal) -> File {
        if let found = known[name] { return found }
        guard Self.isFileName(name) else {
            throw Refusal(
                description: "'\(Self.shown(name))' is not the name of an Object's file: name the file alone, "
                    + "\"object_generic_sensor.lua\"; its folder is given to the command")
        }
        for folder in folders {
            if let found = try file(name, in: folder) {
                known[name] = found
                return found
            }
        }
        guard let bytes = EmbeddedFiles.bytes(of: "objects/\(name)") else {
            throw Refusal(
                description: "'\(name)' was found neither beside the test, nor in the folders of the run above it and "
                    + "their objects/, nor in those given to the command, nor among the built-in Objects")
        }
        let found = ("objects/\(name)", bytes)
        known[name] = found
        return found
    }

    /// The file at a path that the command line named.
    func exact(_ path: String) -> File? {
        guard Files.status(path)?.kind == .file, let bytes = try? Files.read(path, limit: Self.longest) else {
            return nil
        }
        paths.insert(path)
        return (path, planted(at: path) ?? bytes)
    }

    /// The text that replaces a file's own.
    private func planted(at path: String) -> [UInt8]? {
        guard let planted, Files.canonical(path) == planted.path else { return nil }
        return planted.text
    }

    /// A file that was used before, by its name or its path.
    func used(_ name: String, _ path: String) -> File? {
        known[name] ?? (paths.contains(path) ? exact(path) : nil)
    }

    /// The path and content of a module for `require`, next to the test: `parts.sensor` is `parts/sensor.lua`.
    func module(_ name: String) -> File? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && !$0.utf8.contains(where: { $0 == 0x2F || $0 < 0x20 }) }) else {
            return nil
        }
        let path = parts.joined(separator: "/")
        for folder in [folder] + given {
            // In the order of Lua's own search path (Lua 5.3 manual §6.3, package.path).
            for file in [path + ".lua", path + "/init.lua"] {
                if let found = try? self.file(file, in: folder) { return found }
            }
        }
        return nil
    }

    /// The folders above one, up to the folder of the run, or else the current folder.
    private static func above(_ folder: String, root: String?) -> [String] {
        guard let own = Files.canonical(folder) else { return [] }
        let ends = [root, "."].compactMap { $0 }.compactMap(Files.canonical)
        guard let end = ends.first(where: { own != $0 && Paths.isInside(own, $0) }) else { return [] }
        var folders: [String] = []
        var shown = folder
        var path = own
        while path != end {
            path = Paths.directory(of: path)
            shown = parent(of: shown)
            folders.append(shown)
        }
        return folders
    }

    /// The parent folder, written as its user would name it; above `.` it continues with `..`.
    private static func parent(of folder: String) -> String {
        if folder == "." { return ".." }
        if Paths.name(of: folder) == ".." { return folder + "/.." }
        return Paths.directory(of: folder)
    }

    /// Whether a text can be the name of a Lua file, without folders.
    private static func isFileName(_ name: String) -> Bool {
        name.utf8.count <= 255 && name.hasSuffix(".lua") && !name.hasPrefix(".")
            && !name.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    }

    /// Arbitrary text, made fit for one line of a message.
    private static func shown(_ name: String) -> String {
        let scalars = name.unicodeScalars.prefix(60).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : String($0) }
        return scalars.joined() + (name.unicodeScalars.count > 60 ? "..." : "")
    }

    /// The file with a name in a folder; nil if it does not exist.
    ///
    /// - throws: an error if it leads outside the roots, is not a file, is too long, or cannot be read.
    private func file(_ name: String, in folder: String) throws(Refusal) -> File? {
        let path = Paths.join(folder, name)
        guard let status = Files.status(path) else { return nil }
        guard status.kind == .file else {
            throw Refusal(
                description: "\(path) is \(status.kind == .directory ? "a folder" : "a device or a pipe"), not a file")
        }
        guard let real = Files.canonical(path), isOwn(real) else {
            throw Refusal(
                description: "\(path) is a link to a file elsewhere: put the file itself there, or give its folder to "
                    + "the command, too")
        }
        guard status.size <= Self.longest else {
            throw Refusal(description: "\(path) has \(status.size) bytes, and an Object at most \(Self.longest)")
        }
        do throws(FileSystemError) {
            let bytes = try Files.read(real, limit: Self.longest)
            paths.insert(path)
            return (path, planted(at: real) ?? bytes)
        } catch {
            throw Refusal(description: error.description)
        }
    }

    /// Whether a path with links resolved lies in one of the roots.
    private func isOwn(_ path: String) -> Bool {
        roots.contains { folder in Files.canonical(folder).map { Paths.isInside(path, $0) } ?? false }
    }
}

/// The names of files as Lua shows them in messages.
enum ChunkName {
    /// Lua cuts names of 60 bytes and more (LUA_IDSIZE), so only the last part of a long path is shown.
    private static let longest = 58

    /// The name to load a file under.
    static func shown(for path: String) -> String {
        guard path.utf8.count > longest else { return path }
        let name = Paths.name(of: path)
        return name.utf8.count > longest ? String(decoding: name.utf8.suffix(longest), as: UTF8.self) : name
    }
}

/// The Lua code of the framework, which `require "xlwm2m.NAME"` finds.
enum FrameworkFiles {
    private static let prefix = "xlwm2m."

    /// The replacement for a module of busted, luassert or LuaUnit, if a test has none of its own with that name.
    static func substitute(for name: String) -> (text: [UInt8], file: String)? {
        switch name {
        case "luaunit": return source(of: "xlwm2m.luaunit")
        case "busted.runner": return (Array("return function() end".utf8), "xlwm2m/busted.lua")
        case "busted": return (Array("return _G".utf8), "xlwm2m/busted.lua")
        case "luassert", "luassert.assert": return (Array("return assert".utf8), "xlwm2m/busted.lua")
        case "luassert.spy", "luassert.stub", "luassert.mock", "luassert.match":
            return (Array("return \(name.dropFirst(9))".utf8), "xlwm2m/busted.lua")
        default: return nil
        }
    }

    static func source(of name: String) -> (text: [UInt8], file: String)? {
        guard name.hasPrefix(prefix) else { return nil }
        let file = name.dropFirst(prefix.count) + ".lua"
        return EmbeddedFiles.bytes(of: "Sources/Tools/ObjectTesting/Lua/\(file)").map { ($0, "xlwm2m/\(file)") }
    }
}
