/// A file of the flash.
public struct FlashFile: Hashable, Sendable {
    public var name: String
    /// Bytes.
    public var size: Int

    public init(name: String, size: Int) {
        self.name = name
        self.size = size
    }
}
