#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file or folder that could not be used: the path, and the words of the system for it.
public struct FileSystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What could not be done, `read`, `write`, `list`.
    public var action: String
    public var path: String
    /// The number of the system's error (errno).
    public var number: Int32
    /// The reason in words.
    public var reason: String

    public init(action: String, path: String, number: Int32) {
        self.init(action: action, path: path, number: number, reason: String(cString: strerror(number)))
    }

    public init(action: String, path: String, number: Int32, reason: String) {
        self.action = action
        self.path = path
        self.number = number
        self.reason = reason
    }

    /// Whether the reason is the size of the file.
    public var isTooLarge: Bool { number == EFBIG }

    /// `objects/object_x.lua: cannot read: No such file or directory`.
    public var description: String { "\(path): cannot \(action): \(reason)" }
}
