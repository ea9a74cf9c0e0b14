/// What a tag holds.
public struct FlashListing: Hashable, Sendable {
    /// Sorted by the bytes of the names.
    public var files: [FlashFile] = []
    /// What lies in the folder and is no file of the module, each with the reason: `XLWM2M/a:b.lua: ...`.
    public var findings: [String] = []

    public init() {}
}
