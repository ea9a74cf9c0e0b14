/// What stands in a folder under a name, links not followed.
public struct FolderEntry: Hashable, Sendable {
    /// The name as the disk has it, which is not always text.
    public var bytes: [UInt8]
    public var kind: FileKind
    /// Bytes.
    public var size: Int64

    /// The name as text; nil where it is not UTF-8.
    public var name: String? { String(validating: bytes, as: UTF8.self) }
}
