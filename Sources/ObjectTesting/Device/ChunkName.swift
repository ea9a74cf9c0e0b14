import FileSystem

/// The names of files as Lua shows them in messages.
enum ChunkName {
    /// Lua cuts names of 60 bytes and more (LUA_IDSIZE), so a long path is shown by its last part.
    private static let longest = 58

    /// The name to load a file under.
    static func shown(for path: String) -> String {
        guard path.utf8.count > longest else { return path }
        let name = Paths.name(of: path)
        return name.utf8.count > longest ? String(decoding: name.utf8.suffix(longest), as: UTF8.self) : name
    }
}
