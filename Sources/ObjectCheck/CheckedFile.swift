/// A file that is to be checked.
public struct CheckedFile: Hashable, Sendable {
    /// As the caller named it; findings show it.
    public var path: String
    public var content: [UInt8]
    /// Files of one set go onto the module together; the name of their folder, or empty for files named one by one.
    public var set: String

    public init(path: String, content: [UInt8], set: String = "") {
        self.path = path
        self.content = content
        self.set = set
    }

    /// Whether this is a definition; every other file is taken as Lua.
    var isXML: Bool { path.hasSuffix(".xml") || path.hasSuffix(".XML") }
}
