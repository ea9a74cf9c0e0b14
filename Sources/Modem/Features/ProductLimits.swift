/// The sizes that a product takes.
public struct ProductLimits: Hashable, Sendable {
    /// The longest name of a file, in bytes (SARA-R4 AT commands manual, UBX-17003787 R13 §16.8).
    public var fileNameLength = 248
    /// What a name of a file must not contain (UBX-17003787 R13 §16.8).
    public var forbiddenInFileNames = "/*:%|\"<>?"
    /// The free space of the file system of a new module, in bytes (UBX-18068860 R09 §4.2).
    public var fileSystemSize = 9_994_240
    /// The longest command line with its terminator, in bytes (UBX-17003787 R13 §1.1.5).
    public var commandLineLength = 1024
    /// The longest line of an information response, in bytes (UBX-18068860 R09 §4.5).
    public var responseLineLength = 1040
    /// The longest JSON of a read, in bytes: what fits into that line.
    public var jsonLength = 1024

    public init() {}
}
