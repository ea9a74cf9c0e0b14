/// What a tag holds.
public struct FlashListing: Hashable, Sendable {
    /// Sorted by the bytes of the names.
    public var files: [FlashFile] = []
    /// What lies in the folder and is no file of the module, each with the reason: `XLWM2M/a:b.lua: ...`.
    public var findings: [String] = []

    public init() {}
}

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
