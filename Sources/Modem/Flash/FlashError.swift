import FileSystem

/// Why the flash did not do what was asked.
public struct FlashError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of reason it is.
    public enum Code: Hashable, Sendable {
        /// `+CME ERROR: FILE NOT FOUND`.
        case fileNotFound
        /// The name has characters that it must not have, is too long or empty.
        case badName
        /// What stands under the name is a folder, a link or a device.
        case notAFile
        /// `+CME ERROR: NOT ENOUGH FREE SPACE`.
        case noSpace
        /// There are as many files as the file system takes.
        case tooManyFiles
        /// `+CME ERROR: FFS file range`: the offset is behind the end.
        case outOfRange
        /// Another process uses the folder.
        case inUse
        /// The disk below failed.
        case system
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: FileSystemError) { self.init(.system, error.description) }

    public var description: String { message }
}
