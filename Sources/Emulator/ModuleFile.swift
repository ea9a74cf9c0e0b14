public import Modem

/// A file as the module lists it.
public struct ModuleFile: Hashable, Sendable {
    public var tag: FlashTag
    public var name: String
    /// Bytes.
    public var size: Int
    /// Whether it is part of the module instead of lying in the flash.
    public var isBuiltIn: Bool

    public init(tag: FlashTag, name: String, size: Int, isBuiltIn: Bool) {
        self.tag = tag
        self.name = name
        self.size = size
        self.isBuiltIn = isBuiltIn
    }
}
