import FileSystem
package import LwM2M

extension PreSharedKeyText {
    /// No spelling of an identity or a key comes near it.
    private static let longestFile = 4096

    /// The bytes that are meant, wherever they stand.
    ///
    /// - Returns: them, and what the file or the variable of the environment has; nil for bytes that were given.
    /// - throws: `CredentialError` for what is neither an identity nor a key, `FileSystemError` for a file that cannot be
    ///   read.
    package func read(as part: CredentialPart) throws -> (bytes: [UInt8], content: [UInt8]?) {
        let content: [UInt8]
        switch self {
        case .bytes(let bytes): return (bytes, nil)
        case .file(let path): content = try Files.read(path, limit: Self.longestFile)
        case .environment(let name):
            guard let value = Environment.value(of: name) else { throw CredentialError(part, missingVariable: name) }
            content = Array(value.utf8)
        }
        return (try Self.bytes(ofFile: content, as: part), content)
    }
}
