/// Takes paths apart and puts them together; text only, no file is touched.
public enum Paths {
    /// The last part of a path: `object_x.lua` of `objects/object_x.lua`.
    public static func name(of path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.last.map(String.init) ?? (path.isEmpty ? "" : "/")
    }

    /// The name without its last extension: `object_x` of `objects/object_x.lua`.
    public static func stem(of path: String) -> String {
        let name = name(of: path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// All before the last part: `objects` of `objects/object_x.lua`, `.` where there is nothing before it.
    public static func directory(of path: String) -> String {
        var trimmed = Substring(path)
        while trimmed.count > 1, trimmed.last == "/" { trimmed = trimmed.dropLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    /// A path below a folder; `name` alone where the folder is `.` or empty, or where `name` starts at `/`.
    public static func join(_ directory: String, _ name: String) -> String {
        if directory.isEmpty || directory == "." || name.hasPrefix("/") { return name }
        return directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }

    /// Whether a path is a folder or lies below it; both without links, `.` and `..`, as `Files.canonical` answers them.
    public static func isInside(_ path: String, _ folder: String) -> Bool {
        path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }
}
