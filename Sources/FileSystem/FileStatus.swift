/// Kind, size and age of a file, links followed.
public struct FileStatus: Hashable, Sendable {
    public var kind: FileKind
    /// Bytes.
    public var size: Int64
    /// Nanoseconds since 1970.
    public var modified: Int64
    /// The number that tells two files apart on one disk.
    public var inode: UInt64
}
