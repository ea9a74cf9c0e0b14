/// A file of tests, or a definition that tests are made from.
public struct TestFile: Hashable, Sendable {
    /// Where the tests come from.
    public enum Content: Hashable, Sendable {
        /// Lua in the file itself.
        case script
        /// The definition of an Object; the Object's file is tested against it.
        case contract(ContractSource)
    }

    /// The path as it was given or found.
    public var path: String
    public var content: Content
    /// The folder that was given and in which it was found; nil for a file that was given itself.
    public var folder: String?

    /// Whether the file was given itself, not found in a folder.
    public var isNamed: Bool { folder == nil }

    public init(path: String, content: Content = .script, folder: String? = nil) {
        self.path = path
        self.content = content
        self.folder = folder
    }
}
